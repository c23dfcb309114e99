using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Boai.Workflows.Payments;

/// <summary>A short print of what a batch or an answer says, for people to compare (on the cover, in the trailer) and for machines to recognise.</summary>
/// <remarks>Over references, amounts and results; never over names or accounts, so it gives nothing away.</remarks>
public static class BatchDigest
{
    private const int Bytes = 8;

    /// <summary>16 hex digits over the references and amounts, in order.</summary>
    public static string Of(IEnumerable<BatchLine> lines)
        => Hash(lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Reference}={line.Amount.Fen}")));

    /// <summary>16 hex digits over the answer, whatever the order of the file's lines was.</summary>
    public static string Of(DateOnly bankDate, IEnumerable<LineResult> results)
        => Hash(results.OrderBy(result => result.Seq).Select(Text).Prepend(bankDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    private static string Text(LineResult result) => result switch
    {
        LineResult.Paid paid => string.Create(CultureInfo.InvariantCulture, $"{paid.Seq}=paid:{paid.Transaction}:{paid.On:yyyy-MM-dd}"),
        LineResult.Bounced bounced => string.Create(CultureInfo.InvariantCulture, $"{bounced.Seq}=bounced:{bounced.Reason.Code()}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Hash(IEnumerable<string> lines)
        => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))).AsSpan(0, Bytes));
}
