using System.Text.Json;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using FsCheck.Xunit;
using static Boai.Tests.Workflows.AnnualRollup.Figures;

namespace Boai.Tests.Workflows.AnnualRollup;

/// <summary>年度汇总: handbook §2.11, §10.5, §14 I-42 to I-48.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void The_register_has_every_figure_to_which_something_contributes_and_no_other()
    {
        string[] contributed =
        [
            AidMetrics.HardshipRelief.Cases, AidMetrics.HardshipRelief.Cash, BodyContributions.Cases, CorneaContributions.Cases, CorneaContributions.Items,
            OrganContributions.Cases, OrganContributions.Items, OrganContributions.Corneas, IntentContributions.Organs, IntentContributions.BodyOrCornea,
        ];

        Assert.Equal(contributed.Distinct().Order(StringComparer.Ordinal), MetricRegister.All.Select(metric => metric.Id).Order(StringComparer.Ordinal));
        Assert.All(MetricRegister.All, metric => Assert.Matches(@"[\u4e00-\u9fff]", metric.Name + metric.Unit));
    }

    [Property]
    public void I_42_a_figure_is_the_sum_of_its_contributions_less_what_was_taken_back(int seed)
    {
        foreach (UnitList list in Drawn(seed))
        {
            UnitFigures unit = UnitFigures.Of(list.Unit, list.Contributions);

            Assert.All(unit.Figures, figure =>
            {
                KpiContribution[] own = [.. list.Contributions.Where(one => one.Metric == figure.Metric)];
                Assert.Equal((own.Sum(one => one.Quantity), own.Length), (figure.Value, figure.Events));
            });
            Assert.Equal(list.Contributions.Count, unit.Figures.Sum(figure => figure.Events)); // nothing is left out
        }
    }

    [Property]
    public void I_43_the_same_contributions_give_the_same_hash_in_whatever_order_and_after_being_kept(int seed, int other)
    {
        IReadOnlyList<UnitList> lists = Drawn(seed);
        Snapshot once = Compose(lists);
        Snapshot again = Compose([.. lists.Reverse().Select(list => Shuffled(list, other))]);
        Snapshot kept = CaseJson.Read<Snapshot>(CaseJson.Write(once));
        Snapshot recomputed = Compose([.. lists.Select(list => list with { Contributions = SealedList.Read(SealedList.Write(list.Contributions)) })]);

        Assert.Equal([once.Hash, once.Hash, once.Hash], [again.Hash, kept.Hash, recomputed.Hash]);
        Assert.Equal(JsonSerializer.Serialize(once), JsonSerializer.Serialize(recomputed));
    }

    [Property]
    public void I_43_another_quantity_id_case_or_day_gives_another_hash(int seed)
    {
        IReadOnlyList<UnitList> lists = Drawn(seed);
        if (lists.FirstOrDefault(list => list.Contributions.Count > 0) is not { } list)
        {
            return;
        }

        string hash = Compose(lists).Hash;
        KpiContribution one = list.Contributions[new Random(seed).Next(list.Contributions.Count)];
        KpiContribution[] changed =
        [
            one with { Quantity = one.Quantity + 1 }, one with { Id = one.Id + "x" }, one with { BusinessDate = one.BusinessDate.AddDays(1) },
            one with { SourceCase = CaseNumber.Create(BusinessCode.Parse("HRA"), Yuzhong, 2024, 999_999) }, one with { Source = "another" },
        ];
        Assert.All(changed, change => Assert.NotEqual(hash, Compose([.. lists.Select(each => each == list ? Replaced(list, one, change) : each)]).Hash));
        Assert.NotEqual(hash, Compose([.. lists.Select(each => each == list ? list with { Contributions = [.. list.Contributions.Where(kept => kept != one)] } : each)]).Hash);
    }

    [Property]
    public void I_05_units_together_are_the_city(int seed)
    {
        Snapshot snapshot = Compose(Drawn(seed));

        Assert.All(snapshot.City, figure => Assert.Equal(snapshot.Units.Sum(unit => unit.ValueOf(figure.Metric)), figure.Value));
        Assert.DoesNotContain(snapshot.Findings, finding => finding.Code == FindingCode.SumDiffers);
    }

    [Fact]
    public void A_contribution_that_two_units_have_counts_once_for_the_city_and_is_found()
    {
        UnitList yuzhong = Several(Yuzhong, Bodies, 3);
        Snapshot snapshot = Compose(yuzhong, Several(Wanzhou, Bodies, 2) with { Contributions = [.. Several(Wanzhou, Bodies, 2).Contributions, yuzhong.Contributions[0]] });

        Assert.Equal(5, snapshot.City.Single(figure => figure.Metric == Bodies).Value);
        Assert.Contains(new Finding(FindingCode.SumDiffers, null, Bodies, 6, 5), snapshot.Findings);
    }

    [Fact]
    public void I_44_flows_are_summed_over_years_and_nothing_else_is()
    {
        Assert.Equal(30, MetricRegister.Together(MetricKind.Flow, [10, 20]));
        Assert.Null(MetricRegister.Together(MetricKind.Yearly, [10, 20]));
        Assert.Null(MetricRegister.Together(MetricKind.Stock, [10, 20]));
        Assert.Null(MetricRegister.Together(MetricKind.Milestone, [1, 1]));
    }

    [Theory]
    [InlineData(2, 2, false, false)]
    [InlineData(2, 1, true, false)]
    [InlineData(1, 8, false, false)]
    [InlineData(1, 9, false, true)]
    [InlineData(0, 1, false, true)]
    public void I_45_organs_are_as_many_as_donors_at_least_and_eight_for_each_at_most(int donors, int organs, bool tooFew, bool tooMany)
    {
        Snapshot snapshot = Compose(new UnitList(Yuzhong.Value, [One(Yuzhong, OrganCases, 1, donors), One(Yuzhong, Organs, 1, organs)]));

        Assert.Equal(tooFew, snapshot.Findings.Any(finding => finding.Code == FindingCode.OrgansFewerThanDonors && finding.Unit == Yuzhong.Value));
        Assert.Equal(tooMany, snapshot.Findings.Any(finding => finding.Code == FindingCode.OrgansTooMany && finding.Unit == Yuzhong.Value));
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(2, 3, true)]
    public void I_45_a_case_gives_two_corneas_at_most(int first, int second, bool tooMany) => Assert.Equal(
        tooMany,
        Compose(new UnitList(Yuzhong.Value, [One(Yuzhong, Corneas, 1, first), One(Yuzhong, Corneas, 2, second)])).Findings.Any(finding => finding.Code == FindingCode.CorneasTooMany));

    [Fact]
    public void More_taken_back_than_given_is_found_for_the_unit_and_the_city()
    {
        KpiContribution paid = One(Yuzhong, Cash, 1, 100_00);
        Snapshot snapshot = Compose(new UnitList(Yuzhong.Value, [Back(paid, 100_00)]));

        Assert.Equal([null, Yuzhong.Value], snapshot.Findings.Where(finding => finding.Code == FindingCode.Negative).Select(finding => finding.Unit));
    }

    [Fact]
    public void I_48_a_unit_that_could_not_be_counted_is_marked_and_is_no_zero()
    {
        Snapshot whole = Snapshot.Compose(Year, [Several(Yuzhong, Bodies, 3), new UnitList(Chengkou.Value, [])], [], null, 30);
        Snapshot without = Snapshot.Compose(Year, [Several(Yuzhong, Bodies, 3)], [Chengkou.Value], null, 30);

        Assert.Equal([Chengkou.Value], without.NotCounted);
        Assert.Null(without.Find(Chengkou.Value));
        Assert.Contains(new Finding(FindingCode.NotCounted, Chengkou.Value, null), without.Findings);
        Assert.NotEqual(whole.Hash, without.Hash); // a zero and a gap are not the same
    }

    [Theory]
    [InlineData(130, 100, false)]
    [InlineData(131, 100, true)]
    [InlineData(70, 100, false)]
    [InlineData(69, 100, true)]
    [InlineData(1, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(long.MaxValue, 1, true)]
    public void Further_than_thirty_percent_from_last_year_asks_for_a_note(long now, long before, bool asks)
    {
        Snapshot last = Snapshot.Compose(new RollupPeriod(2023), [new UnitList(Yuzhong.Value, [One(Yuzhong, Cash, 1, before)])], [], null, 30);
        Snapshot snapshot = Snapshot.Compose(Year, [new UnitList(Yuzhong.Value, [One(Yuzhong, Cash, 1, now)])], [], last, 30);

        Finding[] far = [.. snapshot.Findings.Where(finding => finding.AsksForNote)];
        Finding[] expected = asks ? [new(FindingCode.FarFromLastYear, Yuzhong.Value, Cash, now, before), new(FindingCode.FarFromLastYear, null, Cash, now, before)] : [];
        Assert.Equal(expected, far);
    }

    [Fact]
    public void A_city_without_a_unit_is_not_compared_with_one_that_had_it()
    {
        Snapshot last = Snapshot.Compose(new RollupPeriod(2023), [Several(Yuzhong, Bodies, 10), Several(Wanzhou, Bodies, 10)], [], null, 30);
        Snapshot snapshot = Snapshot.Compose(Year, [Several(Yuzhong, Bodies, 10)], [Wanzhou.Value], last, 30);

        Assert.DoesNotContain(snapshot.Findings, finding => finding.Code == FindingCode.FarFromLastYear);
    }

    [Fact]
    public void Figures_that_nobody_knows_and_units_that_did_not_exist_are_found_and_counted_all_the_same()
    {
        UnitCode jiangbei = UnitCode.Parse("500105");
        KpiContribution late = One(jiangbei, Bodies, 1, on: new DateOnly(2025, 12, 1)); // abolished on 2025-11-06
        Snapshot snapshot = Snapshot.Compose(
            new RollupPeriod(2025), [new UnitList(jiangbei.Value, [late, One(jiangbei, "XXX.NEW", 2, on: new DateOnly(2025, 3, 1))]), new UnitList(RollupUnits.Unattributed, [One(UnitCode.Parse("CQZ-JK"), Bodies, 9)])],
            [], null, 30);

        Assert.Contains(new Finding(FindingCode.UnitNotReporting, jiangbei.Value, null, 1), snapshot.Findings);
        Assert.Contains(new Finding(FindingCode.MetricUnknown, null, "XXX.NEW", 1), snapshot.Findings);
        Assert.Contains(new Finding(FindingCode.Unattributed, RollupUnits.Unattributed, null, 1), snapshot.Findings);
        Assert.Equal(2, snapshot.City.Single(figure => figure.Metric == Bodies).Value);
    }

    [Theory]
    [InlineData(2024, 41)] // 38 and three zones
    [InlineData(2025, 42)] // and the new district, since 6 November
    [InlineData(2026, 39)] // 37 and two zones
    public void The_units_of_a_year_are_those_that_reported_on_any_of_its_days(int year, int units)
    {
        IReadOnlyList<PlannedUnit> plan = RollupUnits.Plan(new RollupPeriod(year), [Yuzhong, UnitCode.Parse("CQZ-JK")], Divisions.Chongqing, PolicyPack.Default);

        Assert.Equal(units, RollupUnits.Reporting(new RollupPeriod(year), Divisions.Chongqing, PolicyPack.Default).Count);
        Assert.Equal(units + 2, plan.Count); // the city's own office, and what is left over
        Assert.Equal(["CQZ-JK"], plan.Single(unit => unit.Unit == RollupUnits.Unattributed).Codes);
        Assert.Equal(plan.Count, plan.Select(unit => unit.Unit).Distinct().Count());
    }

    [Fact]
    public void A_district_that_went_over_whole_is_spoken_for_by_the_one_that_took_it()
    {
        UnitCode jiangbei = UnitCode.Parse("500105");
        UnitCode successor = Assert.IsType<Attribution.To>(new ReportingUnits(Divisions.Chongqing, PolicyPack.Default).Of(jiangbei, null, new DateOnly(2025, 11, 5), new DateOnly(2026, 1, 12))).Unit;

        Assert.True(Speaks(successor, jiangbei));
        Assert.True(Speaks(Yuzhong, Yuzhong));
        Assert.False(Speaks(Yuzhong, jiangbei));
        Assert.False(Speaks(successor, Yuzhong));

        static bool Speaks(UnitCode speaker, UnitCode of) =>
            RollupUnits.SpeaksFor(speaker, of, new RollupPeriod(2025), new DateOnly(2026, 1, 12), Divisions.Chongqing, PolicyPack.Default);
    }

    [Fact]
    public void I_43_hashes_that_were_frozen_once_are_the_same_in_every_build()
    {
        KpiContribution one = new(
            "BOD-500103-2024-0000011|LIFE.BODY", Bodies, Yuzhong, new DateOnly(2024, 6, 1), 1, CaseNumber.Create(BusinessCode.Parse("BOD"), Yuzhong, 2024, 1), "handover");

        Assert.Equal("a15000a9542043626f8cbfc056734cf9f6b022f485f5ec9cda65753387ba8a74", SealedList.HashOf([one]));
        Assert.Equal("b4d8f414a03d34ae0724641e0cc4d705dad37fe0c0d7de9d51dcda02fd29e6b7", new Snapshot(Year, [new UnitFigures(Yuzhong.Value, [new MetricFigure(Bodies, 1, 1, 1, "a")], "b")], [Chengkou.Value], [], []).Hash);
    }

    [Property]
    public void The_sample_has_five_percent_of_each_figures_cases_and_is_the_same_for_the_same_figures(int seed, int other)
    {
        IReadOnlyList<UnitList> lists = Drawn(seed);
        string hash = Compose(lists).Hash;

        IReadOnlyList<SampledMetric> drawn = ReviewSample.Draw(hash, lists, 5);

        Assert.Equal(lists.SelectMany(list => list.Contributions).Select(one => one.Metric).Distinct().Order(StringComparer.Ordinal), drawn.Select(metric => metric.Metric));
        Assert.All(drawn, metric =>
        {
            Assert.True(metric.Cases.Count * 20 >= metric.Of && (metric.Cases.Count - 1) * 20 < metric.Of);
            CaseNumber[] cases = [.. lists.SelectMany(list => list.Contributions).Where(one => one.Metric == metric.Metric).Select(one => one.SourceCase).Distinct()];
            Assert.Equal(metric.Of, cases.Length);
            Assert.Empty(metric.Cases.Except(cases));
        });
        Assert.Equal(JsonSerializer.Serialize(drawn), JsonSerializer.Serialize(ReviewSample.Draw(hash, [.. lists.Reverse().Select(list => Shuffled(list, other))], 5)));
    }

    private static UnitList Replaced(UnitList list, KpiContribution old, KpiContribution other) =>
        list with { Contributions = [.. list.Contributions.Select(one => one == old ? other : one)] };
}
