using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationOutcomes;
using Boai.Workflows.Shared;

namespace Boai.Functions.DonationOutcomes;

/// <summary>The outcomes of donations, apart from every donor (I-14): sealed under a key of their own, found by a keyed hash that nothing else makes.</summary>
/// <remarks>Case number, pseudonym, hospital and day are not kept: quarter and counts are all that there is to read.</remarks>
internal sealed class OutcomeBook(AppStorage storage, PlatformKeys keys) : IOutcomeBook
{
    private const string Sealed = "Sealed";

    private TableClient Table => storage.Table(OutcomeParts.Table);

    public async Task File(string pseudonym, int transplanted, int persons, int discarded, DateTimeOffset statedAt, CancellationToken cancellation)
    {
        string id = keys.Hash(KeyPurpose.DonationOutcomes, "row|" + pseudonym);
        DateOnly day = ChinaCalendar.DateOf(statedAt);
        Kept kept = new(new FiledOutcome(day.Year, ((day.Month - 1) / 3) + 1, new OutcomeCounts(transplanted, persons, discarded)), statedAt);
        TableEntity row = new(id, id) { [Sealed] = SealedBox.SealText(keys.For(KeyPurpose.DonationOutcomes), CaseJson.Write(kept), id) };
        while (!await Table.TryAdd(row, cancellation))
        {
            if (await Table.Find(id, id, cancellation) is { } known
                && (Open(known).StatedAt >= statedAt || await Table.TryMerge(row, known.ETag, cancellation)))
            {
                return;
            }
        }
    }

    /// <summary>Everything that was filed, in no order. A query: for people.</summary>
    public async Task<IReadOnlyList<FiledOutcome>> All(CancellationToken cancellation)
    {
        List<FiledOutcome> all = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            all.Add(Open(row).Outcome);
        }

        return all;
    }

    private Kept Open(TableEntity row) =>
        CaseJson.Read<Kept>(SealedBox.OpenText(keys.For(KeyPurpose.DonationOutcomes), row.GetBinary(Sealed), row.RowKey));

    private sealed record Kept(FiledOutcome Outcome, DateTimeOffset StatedAt);
}
