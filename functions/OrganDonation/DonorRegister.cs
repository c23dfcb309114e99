using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;

namespace Boai.Functions.OrganDonation;

/// <summary>What the registers of intents and refusals, local and national, last answered about a case's donor, as the duty desk recorded it.</summary>
/// <remarks>Every judgement of the gates reads it anew: a refusal that is found later closes gate G2 within a minute.</remarks>
internal sealed class DonorRegister(AppStorage storage)
{
    private TableClient Table => storage.Table(DonorTables.Registers);

    /// <returns>Null when the registers were not asked.</returns>
    public async Task<IntentStanding?> Find(CaseNumber number, CancellationToken cancellation) =>
        await Table.Find(number.Value, number.Value, cancellation) is { } row ? Enum.Parse<IntentStanding>(row.GetString("Intent")) : null;

    public Task Record(CaseNumber number, IntentStanding intent, string staffId, DateTimeOffset at, CancellationToken cancellation) => Table.UpsertEntityAsync(
        new TableEntity(number.Value, number.Value) { ["Intent"] = intent.ToString(), ["By"] = staffId, ["At"] = at }, TableUpdateMode.Replace, cancellation);
}
