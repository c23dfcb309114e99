using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §2.1 (周岁), U-07, I-04.</summary>
public sealed class AgeTests
{
    private static readonly AgeConvention[] Conventions = Enum.GetValues<AgeConvention>();

    [Theory]
    [InlineData("2026-03-06", 17, 17)]
    [InlineData("2026-03-07", 17, 18)] // the birthday itself
    [InlineData("2026-03-08", 18, 18)]
    public void On_the_birthday_a_person_is_a_year_older_only_by_the_everyday_reading(string on, int dayAfter, int onBirthday)
    {
        DateOnly birth = new(2008, 3, 7);
        DateOnly day = DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(dayAfter, Age.At(birth, day));
        Assert.Equal(onBirthday, Age.At(birth, day, AgeConvention.OnBirthday));
    }

    [Fact]
    public void Who_is_born_on_29_February_has_a_birthday_every_year()
    {
        DateOnly birth = new(2008, 2, 29);

        Assert.Equal(17, Age.At(birth, new DateOnly(2026, 2, 28)));
        Assert.Equal(18, Age.At(birth, new DateOnly(2026, 3, 1)));
        Assert.Equal(18, Age.At(birth, new DateOnly(2026, 2, 28), AgeConvention.OnBirthday));
        Assert.Equal(19, Age.At(birth, new DateOnly(2028, 2, 29)));
        Assert.Equal(20, Age.At(birth, new DateOnly(2028, 2, 29), AgeConvention.OnBirthday));
    }

    [Fact]
    public void There_is_no_age_before_birth()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Age.At(new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 1)));

    [Property]
    public Property I_04_age_never_falls_and_rises_by_one_once_a_year()
        => Prop.ForAll(Births, birth => Conventions.All(convention =>
        {
            int[] ages = [.. Enumerable.Range(0, 1500).Select(days => Age.At(birth, birth.AddDays(days), convention))];
            return ages[0] == 0
                && ages.Zip(ages.Skip(1)).All(pair => pair.Second - pair.First is 0 or 1)
                && ages[^1] == 4;
        }));

    private static Arbitrary<DateOnly> Births =>
        Gen.Choose(new DateOnly(1900, 1, 1).DayNumber, new DateOnly(2026, 12, 31).DayNumber).Select(DateOnly.FromDayNumber).ToArbitrary();
}
