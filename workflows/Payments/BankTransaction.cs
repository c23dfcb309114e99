using System.Text.RegularExpressions;

namespace Boai.Workflows.Payments;

/// <summary>A transaction as the bank numbers it. Posts at most once, whatever arrives how often and in which order (I-23).</summary>
/// <param name="Number">4 to 32 of <c>A</c>–<c>Z</c>, <c>0</c>–<c>9</c> and hyphen, as the bank wrote it.</param>
public sealed partial record BankTransaction(BankChannel Channel, string Number)
{
    /// <summary>Whether a text may be a bank's transaction number.</summary>
    public static bool IsNumber(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^[A-Z0-9][A-Z0-9-]{3,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
