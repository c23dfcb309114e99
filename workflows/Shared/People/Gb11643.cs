namespace Boai.Workflows.Shared;

/// <summary>The eighteen characters of GB 11643-1999: six of area, eight of birth, three of sequence, one check character.</summary>
/// <remarks>
/// The area is not compared with any list: people keep their first number for life, and many carry areas that no longer exist.
/// </remarks>
internal static class Gb11643
{
    public const int Length = 18;

    /// <summary>Checks length, characters, date of birth and check character, in this order.</summary>
    /// <param name="normalized">With an upper-case X; meaningful only without a fault.</param>
    public static InputFault Check(string? text, out string normalized)
    {
        normalized = "";
        if (string.IsNullOrWhiteSpace(text))
        {
            return InputFault.Missing;
        }

        if (text.Length != Length)
        {
            return InputFault.ResidentIdLength;
        }

        normalized = text[^1] == 'x' ? text[..^1] + 'X' : text;
        ReadOnlySpan<char> body = normalized.AsSpan(0, Length - 1);
        if (body.ContainsAnyExceptInRange('0', '9') || !(char.IsAsciiDigit(normalized[^1]) || normalized[^1] == 'X'))
        {
            return InputFault.ResidentIdCharacter;
        }

        if (!BirthDates.TryRead(body.Slice(6, 8), out _))
        {
            return InputFault.ResidentIdBirthDate;
        }

        return Mod11Two.CheckCharacterFor(body) == normalized[^1] ? InputFault.None : InputFault.ResidentIdCheckCharacter;
    }

    public static DateOnly BirthDateOf(string normalized)
        => BirthDates.TryRead(normalized.AsSpan(6, 8), out DateOnly date)
            ? date
            : throw new ArgumentException("Not a checked number.", nameof(normalized));

    public static Gender GenderOf(string normalized) => (normalized[16] - '0') % 2 == 1 ? Gender.Male : Gender.Female;
}
