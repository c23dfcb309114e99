using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

public sealed class SolarTermsTests
{
    [Theory]
    [InlineData(2019, 5)]
    [InlineData(2020, 4)]
    [InlineData(2021, 4)]
    [InlineData(2022, 5)]
    [InlineData(2023, 5)]
    [InlineData(2024, 4)]
    [InlineData(2025, 4)]
    [InlineData(2026, 5)]
    [InlineData(2027, 5)]
    [InlineData(2028, 4)]
    public void Qingming_is_the_fourth_or_fifth_of_April(int year, int day) => Assert.Equal(new DateOnly(year, 4, day), SolarTerms.Qingming(year));

    [Fact]
    public void Qingming_lies_in_the_holiday_that_the_State_Council_names_after_it()
    {
        (int Year, Holiday Holiday)[] notices =
            [.. WorkCalendar.China.Years.SelectMany(year => year.Holidays.Where(holiday => holiday.Name.Contains("清明", StringComparison.Ordinal)).Select(holiday => (year.Year, holiday)))];

        Assert.True(notices.Length >= 8);
        Assert.All(notices, notice => Assert.Contains(SolarTerms.Qingming(notice.Year), notice.Holiday.Days()));
    }

    [Theory]
    [InlineData(1999)]
    [InlineData(2100)]
    public void Of_other_centuries_it_says_nothing(int year) => Assert.Throws<ArgumentOutOfRangeException>(() => SolarTerms.Qingming(year));
}
