using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.AnnualRollup;

/// <summary>Contributions of invented cases.</summary>
internal static class Figures
{
    public const string Bodies = "LIFE.BODY";
    public const string Organs = "LIFE.ORGAN_ITEM";
    public const string OrganCases = "LIFE.ORGAN_CASE";
    public const string Corneas = "LIFE.CORNEA_ITEM";
    public const string Cash = "REL.HARDSHIP_FEN";

    public static readonly RollupPeriod Year = new(2024);
    public static readonly UnitCode Chengkou = UnitCode.Parse("500229");
    public static readonly UnitCode Yuzhong = UnitCode.Parse("500103");
    public static readonly UnitCode Wanzhou = UnitCode.Parse("500101");

    private static readonly BusinessCode Business = BusinessCode.Parse("BOD");

    /// <param name="number">Of the case within unit and year.</param>
    public static KpiContribution One(UnitCode unit, string metric, int number, long quantity = 1, DateOnly? on = null)
    {
        CaseNumber source = CaseNumber.Create(Business, unit, 2024, number);
        return new KpiContribution($"{source}|{metric}", metric, unit, on ?? new DateOnly(2024, 6, 1), quantity, source, "handover");
    }

    /// <summary>Takes a contribution back, wholly or in part.</summary>
    public static KpiContribution Back(KpiContribution original, long quantity, string key = "1") =>
        original with { Id = $"{original.Id}|R|{key}", Quantity = -quantity, ReversalOf = original.Id };

    public static Snapshot Compose(params IReadOnlyList<UnitList> lists) => Snapshot.Compose(Year, lists, [], before: null, plausiblePercent: 30);

    /// <summary>Several cases of one each.</summary>
    public static UnitList Several(UnitCode unit, string metric, int count) =>
        new(unit.Value, [.. Enumerable.Range(1, count).Select(number => One(unit, metric, number))]);

    /// <summary>Units with contributions to several metrics, some taken back: the same for the same seed.</summary>
    public static IReadOnlyList<UnitList> Drawn(int seed, int most = 30)
    {
        Random random = new(seed);
        UnitCode[] units = [Wanzhou, Yuzhong, Chengkou, UnitCode.City];
        return [.. units.Take(random.Next(1, 5)).Select(unit => new UnitList(unit.Value, Draw(random, unit, random.Next(most))))];
    }

    /// <summary>Another order of the same.</summary>
    public static UnitList Shuffled(UnitList list, int seed)
    {
        KpiContribution[] shuffled = [.. list.Contributions];
        new Random(seed).Shuffle(shuffled);
        return list with { Contributions = shuffled };
    }

    private static List<KpiContribution> Draw(Random random, UnitCode unit, int count)
    {
        string[] metrics = [Bodies, OrganCases, Organs, Corneas, Cash];
        List<KpiContribution> drawn = [];
        for (int number = 1; number <= count; number++)
        {
            string metric = metrics[random.Next(metrics.Length)];
            KpiContribution one = One(unit, metric, number, metric == Cash ? random.Next(1, 1_000_000) : random.Next(1, 8), new DateOnly(2024, 1, 1).AddDays(random.Next(366)));
            drawn.Add(one);
            if (random.Next(6) == 0)
            {
                drawn.Add(Back(one, random.NextInt64(1, one.Quantity + 1)));
            }
        }

        return drawn;
    }
}
