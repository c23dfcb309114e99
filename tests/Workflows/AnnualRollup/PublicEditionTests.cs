using Boai.Workflows.AnnualRollup;
using FsCheck.Xunit;
using static Boai.Tests.Workflows.AnnualRollup.Figures;

namespace Boai.Tests.Workflows.AnnualRollup;

/// <summary>公开版: handbook §10.5 step 8, §15 scenario 45, policy <c>public.k</c>.</summary>
public sealed class PublicEditionTests
{
    private const int K = 5;

    [Fact]
    public void A_figure_of_too_few_cases_is_hidden_and_a_second_one_with_it_so_that_no_subtraction_finds_it()
    {
        PublicEdition edition = PublicEdition.Of(Compose(Several(Yuzhong, Bodies, 4), Several(Wanzhou, Bodies, 5), Several(Chengkou, Bodies, 9)), K);

        Assert.Equal(18, Value(edition.City));
        Assert.Equal([(Wanzhou.Value, null), (Yuzhong.Value, null), (Chengkou.Value, 9L)], edition.Units.Select(unit => (unit.Unit, Value(unit.Figures))));
    }

    [Fact]
    public void With_nobody_to_hide_behind_the_city_is_hidden_too()
    {
        PublicEdition edition = PublicEdition.Of(Compose(Several(Yuzhong, Bodies, 4), Several(Wanzhou, Bodies, 0)), K);

        Assert.Null(Value(edition.City));
        Assert.Equal([(Wanzhou.Value, 0L), (Yuzhong.Value, null)], edition.Units.Select(unit => (unit.Unit, Value(unit.Figures))));
    }

    [Fact]
    public void Few_cases_hide_a_large_amount_as_well()
    {
        UnitList paid = new(Yuzhong.Value, [One(Yuzhong, Cash, 1, 5_000_00)]);

        Assert.Null(PublicEdition.Of(Compose(paid), K).City.Single(figure => figure.Metric == Cash).Value);
    }

    [Fact]
    public void A_unit_that_was_not_counted_is_named_and_has_no_figures()
    {
        PublicEdition edition = PublicEdition.Of(Snapshot.Compose(Year, [Several(Yuzhong, Bodies, 9)], [Chengkou.Value], null, 30), K);

        Assert.Equal([Chengkou.Value], edition.Without);
        PublicUnit missing = edition.Units.Single(unit => unit.Unit == Chengkou.Value);
        Assert.False(missing.IsCounted);
        Assert.Empty(missing.Figures);
    }

    [Property]
    public void Nothing_shown_and_no_difference_of_what_is_shown_is_about_fewer_cases_than_k(int seed)
    {
        Snapshot snapshot = Compose(Drawn(seed, most: 40));
        PublicEdition edition = PublicEdition.Of(snapshot, K);

        foreach (CityFigure city in snapshot.City)
        {
            int hiddenCases = 0;
            int hiddenUnits = 0;
            foreach (UnitFigures unit in snapshot.Units)
            {
                MetricFigure figure = unit.Figures.Single(one => one.Metric == city.Metric);
                if (edition.Units.Single(one => one.Unit == unit.Unit).Figures.Single(one => one.Metric == city.Metric).Value is { } shown)
                {
                    Assert.Equal(figure.Value, shown);
                    Assert.True(figure.Cases is 0 or >= K);
                }
                else
                {
                    (hiddenCases, hiddenUnits) = (hiddenCases + figure.Cases, hiddenUnits + 1);
                }
            }

            long? total = edition.City.Single(figure => figure.Metric == city.Metric).Value;
            Assert.True(total is null || (total == city.Value && city.Cases is 0 or >= K));
            Assert.True(total is null || hiddenUnits == 0 || (hiddenUnits > 1 && hiddenCases >= K), $"seed {seed}: {city.Metric}");
        }
    }

    private static long? Value(IReadOnlyList<PublicFigure> figures) => figures.Single(figure => figure.Metric == Bodies).Value;
}
