using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;

namespace Boai.Functions.OrganDonation;

/// <summary>Finds a donor's case by pseudonym, and keeps how each case stands for counts and lists. Rebuilt by every look of the orchestration.</summary>
internal sealed class DonorIndex(AppStorage storage, CaseNumbers numbers)
{
    private TableClient Table => storage.Table(DonorTables.Cases);

    /// <returns>Null when no case was opened for the pseudonym.</returns>
    public async Task<CaseNumber?> Find(string pseudonym, CancellationToken cancellation) =>
        await Table.Find(Key(pseudonym), Key(pseudonym), cancellation) is { } row ? CaseNumber.Parse(row.GetString("Case")) : null;

    /// <summary>The number of the case of a pseudonym: the same for every message about it, whichever comes first.</summary>
    public async Task<CaseNumber> Claim(string pseudonym, UnitCode unit, int year, CancellationToken cancellation)
    {
        if (await Find(pseudonym, cancellation) is { } known)
        {
            return known;
        }

        CaseNumber number = await numbers.Next(OrganProcess.Business, unit, year, cancellation);
        TableEntity row = new(Key(pseudonym), Key(pseudonym)) { ["Case"] = number.Value };
        return await Table.TryAdd(row, cancellation) ? number : (await Find(pseudonym, cancellation))!;
    }

    public async Task Refresh(CaseHead head, CancellationToken cancellation)
    {
        string key = "c|" + head.Number.Value;
        TableEntity row = new(key, key) { ["State"] = head.State, ["Owner"] = head.Owner.Value, ["IsOver"] = head.IsOver, ["Number"] = head.Number.Value };
        await Table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>State and number of every case, or of those that are not over. A query: for people.</summary>
    public async Task<IReadOnlyList<(CaseNumber Number, OrganState State)>> All(bool openOnly, CancellationToken cancellation)
    {
        List<(CaseNumber, OrganState)> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(openOnly ? "IsOver eq false" : "Number ge 'A'", cancellationToken: cancellation))
        {
            found.Add((CaseNumber.Parse(row.GetString("Number")), Enum.Parse<OrganState>(row.GetString("State"))));
        }

        return found;
    }

    private static string Key(string pseudonym) => "p|" + pseudonym;
}
