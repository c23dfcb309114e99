using System.Globalization;
using Boai.Functions.Errors;
using Boai.Workflows.Shared;

namespace Boai.Functions.Forms;

/// <summary>Account ids in forms: opaque words, never names.</summary>
public static class StaffIds
{
    private const int Longest = 64;
    private const int Most = 20;

    /// <returns>The ids, each once.</returns>
    /// <exception cref="ProblemException">One is no account id, or there are too many.</exception>
    public static IReadOnlyList<string> Checked(IReadOnlyList<string> ids, string field)
    {
        FieldErrors errors = new();
        if (ids.Count > Most)
        {
            errors.Add(field, PlatformErrors.TextTooLong, ("max", Text(Most)), ("length", Text(ids.Count)));
        }

        for (int place = 0; place < ids.Count; place++)
        {
            if (!IsAccount(ids[place]) || IsOfAPerson(ids[place]))
            {
                errors.Add($"{field}[{place}]", PlatformErrors.StaffId);
            }
        }

        errors.ThrowIfAny();
        return [.. ids.Distinct(StringComparer.Ordinal)];
    }

    private static bool IsAccount(string id) =>
        id.Length is > 0 and <= Longest && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    // Account ids stand in cases in the clear: whoever knows a colleague's number but not the account must not write it there.
    private static bool IsOfAPerson(string id) =>
        ResidentId.TryParse(id, out _, out _) || PhoneNumber.TryParse(id, out _, out _) || BankCard.TryParse(id, out _, out _);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
