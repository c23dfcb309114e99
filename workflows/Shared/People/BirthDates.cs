using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Boai.Workflows.Shared;

/// <summary>Dates of birth inside identifiers.</summary>
internal static class BirthDates
{
    private const int OldestAge = 130;

    public static bool TryRead(ReadOnlySpan<char> yyyyMMdd, out DateOnly date)
        => DateOnly.TryParseExact(yyyyMMdd, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Whether somebody with this identifier can be alive or remembered on a day: born by then, and not over 130 years old.</summary>
    public static InputFault Check(DateOnly birth, DateOnly on)
        => birth > on ? InputFault.ResidentIdBornInFuture
            : Age.At(birth, on, AgeConvention.OnBirthday) > OldestAge ? InputFault.ResidentIdTooOld
            : InputFault.None;

    /// <summary>The same for an identifier just read; takes it away again when the answer is no.</summary>
    public static bool ArePlausible<T>([NotNullWhen(true)] ref T? id, DateOnly on, out InputFault fault)
        where T : PersonId
    {
        fault = id?.BirthDate is { } birth ? Check(birth, on) : InputFault.None;
        if (fault != InputFault.None)
        {
            id = null;
        }

        return id is not null;
    }
}
