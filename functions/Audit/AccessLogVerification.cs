using System.Globalization;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;

namespace Boai.Functions.Audit;

/// <summary>What checking one day of the access log found.</summary>
/// <param name="Lines">Lines whose marks hold.</param>
/// <param name="Faults">One sentence per broken place, naming writer and line; empty when the day is whole.</param>
public sealed record AccessLogReport(DateOnly Day, int Writers, int Lines, IReadOnlyList<string> Faults);

/// <summary>Recomputes the chains of a day: finds lines that were changed, removed, added, moved, or cut off at the end.</summary>
public sealed class AccessLogVerification(AppStorage storage, PlatformKeys keys)
{
    public async Task<AccessLogReport> Verify(DateOnly day, CancellationToken cancellation)
    {
        string from = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        List<TableEntity> rows = [];
        await foreach (TableEntity row in storage.Table(PlatformTables.AccessLog)
            .QueryAsync<TableEntity>($"PartitionKey ge '{from}|' and PartitionKey lt '{from}~'", cancellationToken: cancellation))
        {
            rows.Add(row);
        }

        byte[] key = keys.For(KeyPurpose.AccessLog);
        List<string> faults = [];
        int lines = 0;
        IGrouping<string, TableEntity>[] writers = [.. rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal)];
        foreach (IGrouping<string, TableEntity> writer in writers)
        {
            lines += VerifyWriter(day, writer.Key, [.. writer], key, faults);
        }

        return new AccessLogReport(day, writers.Length, lines, faults);
    }

    private static int VerifyWriter(DateOnly day, string partition, TableEntity[] rows, byte[] key, List<string> faults)
    {
        string writer = partition[(partition.IndexOf('|', StringComparison.Ordinal) + 1)..];
        TableEntity[] lines = [.. rows.Where(row => !AccessRow.IsTip(row)).OrderBy(row => row.RowKey, StringComparer.Ordinal)];
        string previous = AccessChain.Start;
        int whole = 0;
        for (int place = 1; place <= lines.Length; place++)
        {
            TableEntity row = lines[place - 1];
            string mark = AccessChain.Mark(key, writer, day, place, row.GetDateTimeOffset("At")!.Value, AccessRow.ToLine(row), previous);
            if (row.RowKey != AccessRow.RowKey(partition, place) || row.GetString("Mark") != mark)
            {
                faults.Add($"Writer {writer}, line {place}: the line was changed, or a line before it is missing.");
                return whole;
            }

            previous = mark;
            whole++;
        }

        TableEntity? tip = rows.FirstOrDefault(AccessRow.IsTip);
        if (tip is null || tip.GetInt32("Count") != whole || tip.GetString("Last") != previous
            || tip.GetString("Mark") != AccessRow.TipMark(key, partition, whole, previous))
        {
            faults.Add($"Writer {writer}: the tip does not fit its {whole} lines; lines at the end are missing, or the tip was changed.");
        }

        return whole;
    }
}
