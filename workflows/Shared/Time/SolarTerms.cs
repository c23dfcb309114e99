namespace Boai.Workflows.Shared;

/// <summary>Solar terms (节气) that dates of the branch hang on.</summary>
public static class SolarTerms
{
    private const int FirstYear = 2000;
    private const int LastYear = 2099;

    /// <summary>清明: the Beijing day on which the sun's longitude reaches 15°.</summary>
    /// <param name="year">2000 to 2099.</param>
    /// <remarks>
    /// The century formula ⌊0.2422·y + 4.81⌋ − ⌊y/4⌋ of April for the last two digits y of the year, which has no exception for 清明 in this
    /// century [knowledge]. Tests hold it against the State Council's notices of every year in the work calendar.
    /// </remarks>
    public static DateOnly Qingming(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);
        int inCentury = year - FirstYear;
        return new DateOnly(year, 4, (int)((0.2422m * inCentury) + 4.81m) - (inCentury / 4));
    }
}
