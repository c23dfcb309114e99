using System.Globalization;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §2.4.</summary>
public sealed class DivisionsTests
{
    private static readonly Divisions Chongqing = Divisions.Chongqing;
    private static readonly DateOnly Congress = new(2023, 6, 6);
    private static readonly DateOnly Change = new(2025, 11, 6);

    [Fact]
    public void In_2023_there_are_26_districts_8_counties_and_4_autonomous_counties()
        => Assert.Equal((26, 8, 4), Levels(Congress));

    [Fact]
    public void Since_6_November_2025_there_are_25_districts()
    {
        Assert.Equal((26, 8, 4), Levels(Change.AddDays(-1)));
        Assert.Equal((25, 8, 4), Levels(Change));
        Assert.Equal("两江新区", Chongqing.Find(UnitCode.Parse("CQZ-LJ2"), Change)!.Name);
    }

    [Theory]
    [InlineData("500103", "2023-06-06", InputFault.None)]
    [InlineData("500000", "2023-06-06", InputFault.None)]
    [InlineData("CQZ-WS", "2023-06-06", InputFault.None)]
    [InlineData("500105", "2025-11-05", InputFault.None)]
    [InlineData("500105", "2025-11-06", InputFault.UnitRetired)]
    [InlineData("CQZ-LJ2", "2025-11-05", InputFault.UnitNotYetInForce)]
    [InlineData("CQZ-LJ", "2025-11-06", InputFault.UnitRetired)]
    [InlineData("500234", "2023-06-06", InputFault.UnitRetired)]
    [InlineData("110105", "2023-06-06", InputFault.UnitUnknown)]
    [InlineData("CQZ-XX", "2023-06-06", InputFault.UnitUnknown)]
    public void A_form_names_a_unit_of_its_day(string code, string on, InputFault expected)
        => Assert.Equal(expected, Chongqing.Check(UnitCode.Parse(code), Day(on)));

    [Theory]
    [InlineData("500221", "长寿县", "500115")]
    [InlineData("500222", "綦江县", "500110")]
    [InlineData("500223", "潼南县", "500152")]
    [InlineData("500224", "铜梁县", "500151")]
    [InlineData("500225", "大足县", "500111")]
    [InlineData("500226", "荣昌县", "500153")]
    [InlineData("500227", "璧山县", "500120")]
    [InlineData("500228", "梁平县", "500155")]
    [InlineData("500232", "武隆县", "500156")]
    [InlineData("500234", "开县", "500154")]
    [InlineData("500239", "黔江土家族苗族自治县", "500114")]
    [InlineData("500381", "江津市", "500116")]
    [InlineData("500384", "南川市", "500119")]
    public void A_retired_code_still_resolves_and_leads_to_its_successor(string code, string name, string successor)
    {
        UnitCode retired = UnitCode.Parse(code);

        Assert.Equal(name, Assert.Single(Chongqing.History(retired)).Name);
        Assert.Contains(Chongqing.Successions, step => step.From == retired && step.To == UnitCode.Parse(successor));
    }

    [Fact]
    public void A_code_that_was_given_again_means_what_it_meant_on_the_day()
    {
        UnitCode code = UnitCode.Parse("500110");

        Assert.Equal("万盛区", Chongqing.Find(code, Day("2011-10-21"))!.Name);
        Assert.Equal("綦江区", Chongqing.Find(code, Day("2011-10-22"))!.Name);
    }

    [Theory]
    [InlineData("500112135", "500112", "500109")] // 大湾镇 goes to 北碚
    [InlineData("500112133", "500112", "500109")]
    [InlineData("500112143", "500112", "500109")]
    [InlineData("500112138", "500112", "500109")]
    [InlineData("500112140", "500112", "500109")]
    [InlineData("500112016", "500112", "CQZ-LJ2")] // 两路街道: the rest of 渝北
    [InlineData("500105001", "500105", "CQZ-LJ2")] // all of 江北
    [InlineData("500109008", "500109", "CQZ-LJ2")] // 水土街道 of 北碚
    [InlineData("500109009", "500109", "CQZ-LJ2")]
    [InlineData("500109006", "500109", "CQZ-LJ2")]
    [InlineData("500109108", "500109", "CQZ-LJ2")]
    [InlineData("500109104", "500109", "CQZ-LJ2")]
    [InlineData("500109002", "500109", "500109")] // 朝阳街道 stays
    [InlineData("500103001", "500103", "500103")]
    public void The_change_of_2025_goes_street_by_street(string street, string before, string after)
    {
        StreetCode code = StreetCode.Parse(street);

        Assert.Equal(To(before), Chongqing.DistrictOf(code, Change.AddDays(-1)));
        Assert.Equal(To(after), Chongqing.DistrictOf(code, Change));
    }

    [Theory]
    [InlineData("500112", "500112135", "2025-11-05", InputFault.None)]
    [InlineData("500109", "500112135", "2025-11-05", InputFault.StreetOutsideDistrict)]
    [InlineData("500109", "500112135", "2025-11-06", InputFault.None)]
    [InlineData("CQZ-LJ2", "500112016", "2025-11-06", InputFault.None)]
    [InlineData("500110", "500110004", "2024-01-01", InputFault.None)]
    [InlineData("CQZ-WS", "500110004", "2024-01-01", InputFault.None)]
    [InlineData("CQZ-WS", "500110001", "2024-01-01", InputFault.StreetOutsideDistrict)] // of 綦江, not of the zone
    [InlineData("CQZ-GX", "500106001", "2024-01-01", InputFault.None)] // the zone's streets are not listed: any of its districts will do
    [InlineData("CQZ-GX", "500103001", "2024-01-01", InputFault.StreetOutsideDistrict)]
    [InlineData("500103", "110105001", "2024-01-01", InputFault.StreetOutsideDistrict)]
    [InlineData("500234", "500154001", "2024-01-01", InputFault.UnitRetired)]
    public void A_street_must_lie_in_the_unit_that_the_form_names(string unit, string street, string on, InputFault expected)
        => Assert.Equal(expected, Chongqing.CheckPlace(UnitCode.Parse(unit), StreetCode.Parse(street), Day(on)));

    [Fact]
    public void The_ten_streets_of_Wansheng_are_known()
        => Assert.Equal(10, Chongqing.Streets.Count(street => street.Zone == UnitCode.Parse("CQZ-WS")));

    [Fact]
    public void Every_name_in_the_law_file_exists()
    {
        Assert.All(Chongqing.Successions, step =>
        {
            Assert.NotNull(Chongqing.Find(step.From, step.On.AddDays(-1)));
            Assert.NotNull(Chongqing.Find(step.To, step.On));
            Assert.Equal(step.Scope == SuccessionScope.Streets, step.Streets is not null);
            Assert.All(step.Streets ?? [], street => Assert.Contains(Chongqing.Streets, known => known.Code == street));
        });
    }

    [Theory]
    [InlineData("", InputFault.Missing)]
    [InlineData("50010", InputFault.UnitCodeForm)]
    [InlineData("050010", InputFault.UnitCodeForm)]
    [InlineData("CQZ-gx", InputFault.UnitCodeForm)]
    [InlineData("500103\n", InputFault.UnitCodeForm)]
    public void A_code_has_a_form(string code, InputFault expected)
    {
        Assert.False(UnitCode.TryParse(code, out _, out InputFault fault));
        Assert.Equal(expected, fault);
    }

    private static (int Districts, int Counties, int AutonomousCounties) Levels(DateOnly on)
    {
        IReadOnlyList<Division> units = Chongqing.CountyLevelOn(on);
        return (
            units.Count(unit => unit.Level == DivisionLevel.District),
            units.Count(unit => unit.Level == DivisionLevel.County),
            units.Count(unit => unit.Level == DivisionLevel.AutonomousCounty));
    }

    private static Attribution.To To(string unit) => new(UnitCode.Parse(unit));

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);
}
