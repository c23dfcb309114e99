using Boai.Workflows.Payments;
using CsvHelper;
using CsvRow = Boai.Workflows.Payments.CsvRow;

namespace Boai.Functions.Payments;

/// <summary>CSV as RFC 4180 has it, for bank files: strict when reading, safe for spreadsheets when writing.</summary>
internal static class BankCsv
{
    private static readonly CsvReaderOptions ReaderOptions = CsvReaderOptions.Default with
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        // A bank's row is one line; a quote that opens and does not close must not swallow the rest of the file.
        AllowLineBreaksInQuotes = false,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
    };

    private static readonly CsvWriterOptions WriterOptions = CsvWriterOptions.Default with
    {
        Separator = ',',
        HasHeader = false,
        NewLine = "\r\n",
        ValidateFieldCount = false, // header, details and trailer are rows of their own kinds
        Injection = CsvInjection.Throw,
    };

    /// <summary>Writes rows with CRLF, quoting where needed.</summary>
    /// <remarks>The writer throws at a field that would be a formula in a spreadsheet; callers check before.</remarks>
    public static string Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        using StringWriter text = new();
        using (CsvWriter writer = CsvWriter.Create(text, WriterOptions, leaveOpen: true))
        {
            foreach (IReadOnlyList<string> row in rows)
            {
                writer.WriteRecord([.. row]);
            }
        }

        return text.ToString();
    }

    /// <summary>Reads every row, empty lines included, with the line in which it begins.</summary>
    /// <returns>The rows, and the line of every quote that is out of place.</returns>
    public static (IReadOnlyList<CsvRow> Rows, IReadOnlyList<int> BadQuoteLines) Read(string text)
    {
        List<int> badQuoteLines = [];
        using CsvReader reader = CsvReader.FromText(
            text, ReaderOptions with { OnMalformedRecord = record => badQuoteLines.Add((int)record.LineNumber) });
        List<CsvRow> rows = [];
        while (reader.Read())
        {
            rows.Add(new CsvRow((int)reader.LineNumber, reader.Current.ToArray()));
        }

        return (rows, badQuoteLines);
    }
}
