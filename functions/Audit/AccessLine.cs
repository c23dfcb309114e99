using System.Security.Cryptography;
using System.Text;

namespace Boai.Functions.Audit;

/// <summary>One line of the access log (handbook §12.4). Codes and opaque ids only.</summary>
/// <param name="Who">Staff id, or <c>applicant</c>, <c>anonymous</c>, <c>SYS</c>.</param>
/// <param name="What">The record: a subject, document or function.</param>
/// <param name="Fields">Which fields and their class, e.g. <c>C4:idNumber,bank.account</c>; empty for a denial.</param>
/// <param name="Result">An <see cref="AccessResult"/>, for a refusal followed by the error code.</param>
/// <param name="From">Keyed hash of the caller's address: tells whether two lines came from one place, not which.</param>
public sealed record AccessLine(
    string Who,
    string Role,
    string Unit,
    string What,
    string Fields,
    string Purpose,
    string Case,
    string Result,
    string From,
    bool BreakGlass = false);

/// <summary>Words of <see cref="AccessLine.Result"/>.</summary>
public static class AccessResult
{
    public const string Read = "read";
    public const string Issued = "issued";
    public const string Denied = "denied";
    public const string Refused = "refused";
    public const string Destroyed = "destroyed";
}

/// <summary>The chain: every line's mark covers the line, its place and the mark before it.</summary>
internal static class AccessChain
{
    public static readonly string Start = new('0', 64);

    public static string Mark(byte[] key, string writer, DateOnly day, int sequence, DateTimeOffset at, AccessLine line, string previous)
    {
        // Length-prefixed, so that no two different lines read the same.
        StringBuilder text = new();
        string[] parts =
        [
            writer, day.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
            at.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture), line.Who, line.Role, line.Unit, line.What, line.Fields, line.Purpose, line.Case,
            line.Result, line.From, line.BreakGlass ? "1" : "0", previous,
        ];
        foreach (string part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text.ToString())));
    }
}
