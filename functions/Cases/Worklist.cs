using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Cases;

/// <summary>A case with open tasks, as the worklist shows it.</summary>
public sealed record WorklistCase(CaseNumber Number, string Programme, string State, UnitCode Owner, int Version, bool Suspended, IReadOnlyList<CaseTask> Tasks);

/// <summary>A programme whose cases are records: one without open tasks is on nobody's worklist.</summary>
public sealed record RestingProgramme(string Programme);

/// <summary>The read model behind the worklist: one row per open case, by owner unit. Always rebuildable from the cases.</summary>
public sealed class Worklist(AppStorage storage, CaseStore cases, IEnumerable<RestingProgramme> resting)
{
    private TableClient Table => storage.Table(PlatformTables.Worklist);

    /// <summary>Brings the row of a case up to date; safe to repeat, and an older refresh never wins over a newer one.</summary>
    public async Task Refresh(CaseNumber number, CancellationToken cancellation)
    {
        if (await cases.Find(number, cancellation) is { } stored)
        {
            await Refresh(stored.Head, cancellation);
        }
    }

    /// <summary>Puts a case that was just opened on the list: one operation, unless it stands there already.</summary>
    public async Task Add(CaseHead head, CancellationToken cancellation)
    {
        if (IsOff(head) || !await Table.TryAdd(Row(head), cancellation))
        {
            await Refresh(head, cancellation);
        }
    }

    /// <summary>Brings the row of a case up to date from a head that was just read or written.</summary>
    public async Task Refresh(CaseHead head, CancellationToken cancellation)
    {
        TableEntity row = Row(head);
        while (true)
        {
            TableEntity? held = await Table.Find(row.PartitionKey, row.RowKey, cancellation);
            if (held?.GetInt32("Version") > head.Version
                || (held is null ? IsOff(head) || await Table.TryAdd(row, cancellation) : await Write(row, held.ETag, head, cancellation)))
            {
                return;
            }
        }
    }

    /// <summary>Open cases that a unit answers for, or all of them for the municipality.</summary>
    public async Task<IReadOnlyList<WorklistCase>> Of(UnitCode unit, CancellationToken cancellation)
    {
        string filter = unit == UnitCode.City ? "Version ge 1" : TableClient.CreateQueryFilter($"PartitionKey eq {unit.Value}");
        List<WorklistCase> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(CaseJson.Read<WorklistCase>(row.GetText("Case")));
        }

        return found;
    }

    /// <summary>Writes every open case anew and removes rows of cases that are over or gone.</summary>
    /// <returns>How many open cases there are.</returns>
    public async Task<int> Rebuild(CancellationToken cancellation)
    {
        HashSet<string> open = new(StringComparer.Ordinal);
        await foreach (StoredHead stored in cases.All(cancellation))
        {
            if (!IsOff(stored.Head))
            {
                open.Add(Key(stored.Head));
            }

            await Refresh(stored.Head, cancellation);
        }

        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            // A case opened while this ran is not in the list; it is looked up rather than removed.
            if (!open.Contains(row.RowKey) && (await cases.Find(CaseNumber.Parse(row.RowKey[2..]), cancellation) is not { } found || IsOff(found.Head)))
            {
                await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
            }
        }

        return open.Count;
    }

    private async Task<bool> Write(TableEntity row, ETag basis, CaseHead head, CancellationToken cancellation)
    {
        if (!IsOff(head))
        {
            return await Table.TryMerge(row, basis, cancellation);
        }

        await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        return true;
    }

    private static string Key(CaseHead head) => "w|" + head.Number.Value;

    // Hundreds of thousands of records rest with nothing to do: they are no work.
    private bool IsOff(CaseHead head) => head.IsOver || (head.Tasks.Count == 0 && resting.Any(programme => programme.Programme == head.Programme));

    private static TableEntity Row(CaseHead head)
    {
        TableEntity row = new(head.Owner.Value, Key(head)) { ["Version"] = head.Version };
        row.SetText("Case", CaseJson.Write(
            new WorklistCase(head.Number, head.Programme, head.State, head.Owner, head.Version, head.Suspension is not null, head.Tasks)));
        return row;
    }
}
