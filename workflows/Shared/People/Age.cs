using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>From which day on a person is a year older.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgeConvention>))]
public enum AgeConvention
{
    /// <summary>From the day after the birthday: how 周岁 is counted in programme limits.</summary>
    DayAfterBirthday,

    /// <summary>On the birthday itself: the everyday reading.</summary>
    OnBirthday,
}

/// <summary>Age in full years (周岁).</summary>
public static class Age
{
    /// <summary>The age on a day.</summary>
    /// <remarks>
    /// Handbook §2.1; pages disagree (U-07), so every programme names its convention. Who is born on 29 February has the
    /// birthday on the 28th in other years, as CC 202 ends a period on the last day of the month.
    /// </remarks>
    /// <returns>Zero or more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The day is before the birth.</exception>
    public static int At(DateOnly birth, DateOnly on, AgeConvention convention = AgeConvention.DayAfterBirthday)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(on, birth);
        int years = on.Year - birth.Year;
        DateOnly birthday = birth.AddYears(years);
        bool olderThisYear = convention == AgeConvention.OnBirthday ? on >= birthday : on > birthday;
        return Math.Max(0, olderThisYear ? years : years - 1);
    }
}
