using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Payments;

namespace Boai.Functions.Payments;

/// <summary>The ledgers of households: one row each, read by its key.</summary>
public sealed class HouseholdLedger(AppStorage storage)
{
    private TableClient Table => storage.Table(PaymentTables.Households);

    public async Task<HouseholdAid> Of(string household, CancellationToken cancellation) =>
        await Table.Find(household, household, cancellation) is { } row ? row.ReadAs<HouseholdAid>() : HouseholdAid.None;

    /// <summary>Puts a grant in or brings it up to date. Repeating it, or telling an older standing, changes nothing.</summary>
    public async Task Note(string household, GrantedAid grant, CancellationToken cancellation)
    {
        while (true)
        {
            TableEntity? row = await Table.Find(household, household, cancellation);
            HouseholdAid held = row?.ReadAs<HouseholdAid>() ?? HouseholdAid.None;
            HouseholdAid next = held.With(grant);
            if (ReferenceEquals(next, held))
            {
                return;
            }

            TableEntity written = JsonRow.Of(household, household, next);
            if (row is null ? await Table.TryAdd(written, cancellation) : await Table.TryMerge(written, row.ETag, cancellation))
            {
                return;
            }
        }
    }
}
