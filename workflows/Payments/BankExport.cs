using Boai.Workflows.Shared;
using static Boai.Workflows.Payments.BankFileLayout;

namespace Boai.Workflows.Payments;

/// <summary>Whose account a line is paid to, in the clear: made when the file is written and forgotten with it.</summary>
public sealed record PayeeAccount(string Holder, string AccountNumber, string BankName)
{
    private const string FormulaStarts = "=+-@\t\r|%";
    private const int LongestText = 100;

    /// <summary>Whether every field can stand in a bank file: not empty, on one line, not too long, and nothing a spreadsheet would calculate.</summary>
    /// <remarks>
    /// A text that starts like a formula is refused rather than disguised with an apostrophe: the bank compares the holder letter by
    /// letter, and a changed name would bounce.
    /// </remarks>
    public bool IsWritable => Fits(Holder) && Fits(BankName) && AccountNumber.Length is >= 8 and <= 32 && AccountNumber.All(char.IsAsciiDigit);

    /// <summary>Masked: an account never reaches a log.</summary>
    public override string ToString() => "PayeeAccount(***)";

    private static bool Fits(string text)
        => text.Trim() is { Length: > 0 and <= LongestText } trimmed
            && trimmed.Length == text.Length
            && !FormulaStarts.Contains(text[0], StringComparison.Ordinal)
            && !text.Any(char.IsControl);
}

/// <summary>The rows of the file that the cashier gives to the bank.</summary>
public static class BankExport
{
    /// <param name="accounts">One per line of the batch, in its order.</param>
    /// <exception cref="ArgumentException">As many accounts as lines are needed, each <see cref="PayeeAccount.IsWritable"/>.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(PaymentBatch batch, IReadOnlyList<PayeeAccount> accounts)
    {
        if (accounts.Count != batch.Lines.Count || !accounts.All(account => account.IsWritable))
        {
            throw new ArgumentException($"Batch {batch.Id} needs {batch.Lines.Count} writable accounts.", nameof(accounts));
        }

        return
        [
            [
                Header, ExportVersion, batch.Id.Value, batch.Unit.Value, batch.Channel.Value,
                Text(ChinaCalendar.DateOf(batch.Prepared.At)), Currency,
            ],
            .. batch.Lines.Zip(accounts, Row),
            [Trailer, Text(batch.Lines.Count), Text(batch.Total), batch.Digest],
        ];
    }

    private static IReadOnlyList<string> Row(BatchLine line, PayeeAccount account)
        => [Detail, Text(line.Seq), line.Reference.Value, account.Holder, account.AccountNumber, account.BankName, Text(line.Amount), Purpose];
}
