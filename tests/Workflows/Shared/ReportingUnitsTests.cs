using System.Globalization;
using System.Text.Json;
using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>考核/汇总单元: handbook §2.4, U-01, U-02, I-05.</summary>
public sealed class ReportingUnitsTests
{
    private static readonly ReportingUnits Units = new(Divisions.Chongqing, PolicyPack.Default);
    private static readonly DateOnly Before = new(2025, 11, 5);
    private static readonly DateOnly After = new(2025, 11, 6);

    [Fact]
    public void They_are_the_county_level_units_and_the_active_zones()
    {
        Assert.Equal(38 + 3, Units.On(Before).Count);
        Assert.Equal(37 + 2, Units.On(After).Count);
        Assert.Contains(UnitCode.Parse("CQZ-LJ2"), Units.On(After));
        Assert.DoesNotContain(UnitCode.Parse("CQZ-LJ"), Units.On(After));
        Assert.DoesNotContain(UnitCode.Parse("CQZ-JK"), Units.On(After)); // optional, and not switched on
    }

    [Fact]
    public void A_zone_carves_its_streets_out_of_the_district_around_it()
    {
        Assert.Equal(To("CQZ-WS"), Units.Of(StreetCode.Parse("500110004"), Before));
        Assert.Equal(To("500110"), Units.Of(StreetCode.Parse("500110001"), Before));
    }

    [Fact]
    public void A_zone_that_is_switched_off_gives_its_streets_back()
    {
        ReportingUnits without = new(Divisions.Chongqing, PolicyPack.Default.With(PolicyDocument.Parse("""
            { "version": "t", "settings": [ { "key": "units.active", "unit": "textList", "binding": "eventDate", "values": [
              { "from": "2018-01-01", "value": ["CQZ-GX"], "source": "design", "reference": "test", "approver": "test" } ] } ] }
            """)));

        Assert.Equal(To("500110"), without.Of(StreetCode.Parse("500110004"), Before));
        Assert.Equal(To("500110"), without.Of(UnitCode.Parse("CQZ-WS"), null, Before, Before));
    }

    [Fact]
    public void A_zones_streets_can_be_given_by_policy()
    {
        ReportingUnits listed = new(Divisions.Chongqing, PolicyPack.Default.With(PolicyDocument.Parse("""
            { "version": "t", "settings": [ { "key": "units.streets.CQZ-GX", "unit": "textList", "binding": "eventDate", "values": [
              { "from": "2018-01-01", "value": ["500106001"], "source": "design", "reference": "test", "approver": "test" } ] } ] }
            """)));

        Assert.Equal(To("CQZ-GX"), listed.Of(StreetCode.Parse("500106001"), Before));
        Assert.Equal(To("500106"), listed.Of(StreetCode.Parse("500106002"), Before));
    }

    [Theory]
    [InlineData("500105", null, "CQZ-LJ2")] // 江北 went as a whole
    [InlineData("500112", null, "待归属 500109 CQZ-LJ2")] // 渝北 was split
    [InlineData("500109", null, "待归属 500109 CQZ-LJ2")] // 北碚 gave streets away
    [InlineData("500112", "500112135", "500109")]
    [InlineData("500112", "500112016", "CQZ-LJ2")]
    [InlineData("500109", "500109008", "CQZ-LJ2")]
    [InlineData("500109", "500109002", "500109")]
    [InlineData("500103", null, "500103")]
    [InlineData("500000", null, "500000")]
    [InlineData("CQZ-LJ", null, "待归属 500109 CQZ-LJ2")] // the zone ended, and lay in three districts
    [InlineData("CQZ-LJ", "500112016", "CQZ-LJ2")]
    [InlineData("CQZ-WS", null, "CQZ-WS")]
    [InlineData("CQZ-GX", "500106001", "CQZ-GX")] // the zone's own record, while nobody has listed its streets
    [InlineData("500234", null, "500154")] // a historical record
    public void A_record_of_before_the_change_counts_by_todays_divisions(string unit, string? street, string expected)
    {
        DateOnly recordedOn = unit == "500234" ? new DateOnly(2015, 5, 1) : Before;

        Assert.Equal(expected, Show(Units.Of(UnitCode.Parse(unit), Street(street), recordedOn, After)));
    }

    [Theory]
    [InlineData("CQZ-LJ2", null, "待归属 500105 500109 500112")]
    [InlineData("CQZ-LJ2", "500105001", "500105")]
    [InlineData("CQZ-LJ2", "500109008", "500109")]
    [InlineData("500109", null, "待归属 500109 500112")]
    [InlineData("500109", "500112135", "500112")]
    [InlineData("500109", "500109002", "500109")]
    [InlineData("500103", null, "500103")]
    public void A_record_of_after_the_change_counts_by_the_divisions_of_before(string unit, string? street, string expected)
        => Assert.Equal(expected, Show(Units.Of(UnitCode.Parse(unit), Street(street), After, Before)));

    [Property]
    public Property I_05_on_any_day_a_street_counts_to_exactly_one_unit_and_that_unit_reports_on_the_day()
        => Prop.ForAll(Streets, Days, (street, day) => Units.Of(street, day) is Attribution.To(var unit) && Units.On(day).Contains(unit));

    [Property]
    public Property I_05_every_record_counts_once_so_that_the_city_total_is_the_same_by_the_divisions_of_any_day()
        => Prop.ForAll(Records.ListOf().ToArbitrary(), Days, (records, asOf) =>
        {
            var byUnit = records
                .GroupBy(record => Show(Units.Of(record.Unit, record.Street, record.On, asOf)), record => record.Quantity)
                .ToDictionary(group => group.Key, group => group.Sum());
            return byUnit.Values.Sum() == records.Sum(record => record.Quantity)
                && byUnit.Keys.Where(unit => !unit.StartsWith("待归属", StringComparison.Ordinal))
                    .All(unit => unit == "500000" || Units.On(asOf).Contains(UnitCode.Parse(unit)));
        });

    [Property]
    public Property I_05_a_record_with_a_street_is_never_left_without_a_unit()
        => Prop.ForAll(Records.Where(record => record.Street is not null).ToArbitrary(), Days, (record, asOf) =>
            Units.Of(record.Unit, record.Street, record.On, asOf) is Attribution.To);

    [Property]
    public Property As_recorded_a_record_counts_to_the_unit_that_it_names_or_the_zone_of_its_street()
        => Prop.ForAll(Records.ToArbitrary(), record =>
            Units.Of(record.Unit, record.Street, record.On, record.On) is Attribution.To(var unit)
            && (unit == record.Unit || (record.Street is not null && Units.Of(record.Street, record.On) == new Attribution.To(unit))));

    [Fact]
    public void An_attribution_is_stored_and_read_back()
    {
        foreach (Attribution attribution in new[] { To("500103"), Units.Of(UnitCode.Parse("500112"), null, Before, After) })
        {
            string json = JsonSerializer.Serialize(new Holder(attribution));
            Assert.Equal(attribution, JsonSerializer.Deserialize<Holder>(json)!.Attribution);
        }
    }

    private static Arbitrary<DateOnly> Days =>
        Gen.Choose(new DateOnly(2018, 1, 1).DayNumber, new DateOnly(2028, 12, 31).DayNumber).Select(DateOnly.FromDayNumber).ToArbitrary();

    // Every street that the law file names, and others of every district of 2023.
    private static Arbitrary<StreetCode> Streets => Gen.OneOf(
        Gen.Elements(Divisions.Chongqing.Streets.Select(street => street.Code).ToArray()),
        from district in Gen.Elements(Divisions.Chongqing.CountyLevelOn(Divisions.Chongqing.StreetsCodedOn).ToArray())
        from number in Gen.Choose(1, 250)
        select StreetCode.Parse($"{district.Code.Value}{number:000}")).ToArbitrary();

    private static Gen<Record> Records =>
        from day in Days.Generator
        from street in Streets.Generator
        from hasStreet in Gen.Elements(true, false)
        from unit in hasStreet ? Gen.Constant(((Attribution.To)Units.Of(street, day)).Unit) : Gen.Elements(Units.On(day).Append(UnitCode.City).ToArray())
        from quantity in Gen.Choose(0, 1000)
        select new Record(unit, hasStreet ? street : null, day, quantity);

    private static StreetCode? Street(string? code) => code is null ? null : StreetCode.Parse(code);

    private static string Show(Attribution attribution) => attribution switch
    {
        Attribution.To(var unit) => unit.Value,
        _ => $"待归属 {string.Join(' ', attribution.Candidates)}",
    };

    private static Attribution.To To(string unit) => new(UnitCode.Parse(unit));

    private sealed record Record(UnitCode Unit, StreetCode? Street, DateOnly On, int Quantity);

    private sealed record Holder(Attribution Attribution);
}
