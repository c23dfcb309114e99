namespace Boai.Workflows.Shared;

/// <summary>What kind of value a policy setting has, and in what unit.</summary>
public enum PolicyUnit
{
    /// <summary>Whole seconds.</summary>
    Seconds,

    /// <summary>Whole minutes.</summary>
    Minutes,

    /// <summary>Whole hours; never stopped by holidays.</summary>
    Hours,

    /// <summary>Calendar days; a last day that is no working day moves to the next working day (CC 203).</summary>
    Days,

    /// <summary>Calendar days that nothing moves: the largest allowed gap between two acts.</summary>
    ExactDays,

    /// <summary>Working days of the State Council calendar (工作日).</summary>
    WorkingDays,

    /// <summary>Calendar months.</summary>
    Months,

    /// <summary>Years.</summary>
    Years,

    /// <summary>A whole number of things.</summary>
    Count,

    /// <summary>A percentage; 5 means 5 %.</summary>
    Percent,

    /// <summary>A ratio that must stay exact, written <c>"2/3"</c>.</summary>
    Fraction,

    /// <summary>Money in fen.</summary>
    Fen,

    /// <summary>Several amounts in fen, ascending.</summary>
    FenList,

    /// <summary>Several whole numbers, ascending.</summary>
    NumberList,

    /// <summary>A closed range of whole numbers, written <c>[18, 45]</c>.</summary>
    Range,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A word from a list that the reader of the setting knows.</summary>
    Text,

    /// <summary>Several words, each once.</summary>
    TextList,

    /// <summary>A day of the year, written <c>"07-01"</c>.</summary>
    DayOfYear,
}
