using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;

namespace Boai.Functions.OrganDonation;

/// <summary>What the registers of intents and refusals say of a case's donor: the branch's own, asked anew each time, and the national one, as the desk recorded it.</summary>
/// <remarks>Every judgement of the gates reads it: a refusal that is found later closes gate G2 within a minute, one that is filed here at once.</remarks>
internal sealed class DonorRegister(AppStorage storage, DonorFamilies families, IIntentRegister intents)
{
    private TableClient Table => storage.Table(DonorTables.Registers);

    /// <returns>What weighs most of all answers; null while the national register was not asked and the branch's own says nothing that bars.</returns>
    public async Task<IntentStanding?> Find(CaseNumber number, CancellationToken cancellation)
    {
        IntentStanding? recorded = await Table.Find(number.Value, number.Value, cancellation) is { } row ? Enum.Parse<IntentStanding>(row.GetString("Intent")) : null;
        IntentStanding own = await families.DonorOf(number, cancellation) is { } donor ? Read(await intents.Ask(donor, DonatedGroup.Organs, cancellation)) : IntentStanding.None;
        return recorded is { } national ? Weightier(national, own)
            : own is IntentStanding.Refused or IntentStanding.WithdrawnSilently ? own
            : null;
    }

    public Task Record(CaseNumber number, IntentStanding intent, string staffId, DateTimeOffset at, CancellationToken cancellation) => Table.UpsertEntityAsync(
        new TableEntity(number.Value, number.Value) { ["Intent"] = intent.ToString(), ["By"] = staffId, ["At"] = at }, TableUpdateMode.Replace, cancellation);

    // The members stand in the order of their weight: a refusal anywhere stands above everything (ODR 9).
    private static IntentStanding Weightier(IntentStanding one, IntentStanding other) => one > other ? one : other;

    private static IntentStanding Read(RegisteredWill will) => will switch
    {
        RegisteredWill.Refused => IntentStanding.Refused,
        RegisteredWill.WithdrawnSilently => IntentStanding.WithdrawnSilently,
        RegisteredWill.Valid => IntentStanding.Valid,
        _ => IntentStanding.None,
    };
}
