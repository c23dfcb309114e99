using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;

namespace Boai.Functions.DonationIntent;

/// <summary>An entry of a person, as the index knows it.</summary>
/// <param name="PersonKey">Keyed hash of the identity number: under it donor cases look for the person.</param>
internal sealed record IndexedEntry(CaseNumber Number, string PersonKey);

/// <summary>Finds all entries of a person: a partition per person, written before the entry itself, so that none can be missed.</summary>
internal sealed class IntentIndex(AppStorage storage, CaseStore cases, TimeProvider time)
{
    /// <summary>An entry is written right after its place was taken; one that is not there after so long was given up.</summary>
    private static readonly TimeSpan Given = TimeSpan.FromMinutes(15);

    private const string EntryKind = "e";

    private TableClient Table => storage.Table(IntentTables.Entries);

    /// <summary>Notes that a person has an entry, or is about to have one; safe to repeat.</summary>
    public Task Add(SubjectId person, CaseNumber number, string personKey, CancellationToken cancellation) => Table.TryAdd(
        new TableEntity(person.Value, $"{person.Value}|{EntryKind}|{number.Value}") { ["Case"] = number.Value, ["PersonKey"] = personKey }, cancellation);

    public async Task<IReadOnlyList<IndexedEntry>> Entries(SubjectId person, CancellationToken cancellation)
    {
        List<IndexedEntry> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {person.Value}"), cancellationToken: cancellation))
        {
            if (row.GetString("Case") is { } number)
            {
                found.Add(new IndexedEntry(CaseNumber.Parse(number), row.GetString("PersonKey")));
            }
        }

        return found;
    }

    /// <summary>Every entry of a person that was written.</summary>
    public async Task<IReadOnlyList<StoredCase<IntentFacts>>> Files(SubjectId person, CancellationToken cancellation)
    {
        List<StoredCase<IntentFacts>> files = [];
        foreach (IndexedEntry entry in await Entries(person, cancellation))
        {
            if (await cases.Load<IntentFacts>(entry.Number, cancellation) is { } stored)
            {
                files.Add(stored);
            }
        }

        return files;
    }

    /// <summary>Counts a person for a metric and year, once, whatever becomes of the entry (handbook §7.2a).</summary>
    /// <returns>The entry by which the person is counted.</returns>
    public async Task<CaseNumber> Counted(SubjectId person, string metric, int year, CaseNumber number, CancellationToken cancellation)
    {
        string key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{person.Value}|c|{metric}|{year}");
        TableEntity row = new(person.Value, key) { ["CountedBy"] = number.Value };
        return await Table.TryAdd(row, cancellation)
            ? number
            : CaseNumber.Parse((await Table.Find(person.Value, key, cancellation))!.GetString("CountedBy"));
    }

    /// <summary>Takes the one place that a person has for an entry under way or in effect.</summary>
    /// <returns>The entry that holds it: <paramref name="number"/> when it is free now.</returns>
    public async Task<CaseNumber> Claim(SubjectId person, CaseNumber number, CancellationToken cancellation)
    {
        string key = person.Value + "|o";
        TableEntity row = new(person.Value, key) { ["Holder"] = number.Value, ["TakenAt"] = time.GetUtcNow() };
        while (!await Table.TryAdd(row, cancellation))
        {
            if (await Table.Find(person.Value, key, cancellation) is not { } held)
            {
                continue;
            }

            CaseNumber holder = CaseNumber.Parse(held.GetString("Holder"));
            bool taken = holder != number && (await cases.Load<IntentFacts>(holder, cancellation) is { } stored
                ? IntentRegister.Open([stored.File]) is not null
                : held.GetDateTimeOffset("TakenAt") + Given > time.GetUtcNow());
            if (taken || holder == number || await Table.TryMerge(row, held.ETag, cancellation))
            {
                return taken ? holder : number;
            }
        }

        return number;
    }
}
