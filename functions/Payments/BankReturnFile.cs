using System.Text;
using Boai.Workflows.Payments;

namespace Boai.Functions.Payments;

/// <summary>From the bytes that a cashier uploads to what the bank said.</summary>
internal static class BankReturnFile
{
    /// <summary>Many times the largest batch's answer.</summary>
    public const int MostBytes = 256 * 1024;

    /// <param name="today">The Beijing day of the import.</param>
    public static BankReturnReading Read(ReadOnlySpan<byte> bytes, PaymentBatch batch, DateOnly today)
    {
        if (bytes.Length > MostBytes)
        {
            return Refuse(0, BankFileProblems.TooLarge);
        }

        if (BankFileText.Decode(bytes) is not { } text)
        {
            return Refuse(LineOfFault(bytes), BankFileProblems.Encoding);
        }

        (IReadOnlyList<CsvRow> rows, IReadOnlyList<int> badQuoteLines) = BankCsv.Read(text);
        return badQuoteLines is []
            ? BankReturnReader.Read(rows, batch, today)
            : new BankReturnReading.Refused([.. badQuoteLines.Select(line => BankFileProblem.At(line, BankFileProblems.Quote))]);
    }

    private static BankReturnReading.Refused Refuse(int line, string code) => new([BankFileProblem.At(line, code)]);

    // Where GB18030, the wider of the two, stops making sense; 0 when the file has zero bytes and is no text at all.
    private static int LineOfFault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0))
        {
            return 0;
        }

        int line = 1;
        foreach (Range range in bytes.Split((byte)'\n'))
        {
            try
            {
                BankFileText.Gb18030.GetCharCount(bytes[range]);
            }
            catch (DecoderFallbackException)
            {
                return line;
            }

            line++;
        }

        return 0;
    }
}
