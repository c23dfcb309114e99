using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.MemorialCare;

/// <summary>Opens the case of memory and care of a donation: one, however often the donation comes to aftercare.</summary>
internal sealed class CareStart(
    AppStorage storage, CaseStore cases, CaseDecisions decisions, CaseNumbers numbers, Worklist worklist, PolicyBook policies) : IAftercare
{
    private TableClient Table => storage.Table(CareTables.Cases);

    public async Task Start(CaseHead donation, SubjectId donor, DateOnly diedOn, DurableTaskClient client, CancellationToken cancellation)
    {
        Deciding deciding = decisions.Opening(Actor.System, $"care-of-{donation.Number.Value}");
        CaseNumber number = await Claim(donation.Number, deciding.Today.Year, cancellation);
        if (await cases.Find(number, cancellation) is null)
        {
            CaseOutcome<CareFacts>.Accepted opened = CareProcess.Open(number, donation, diedOn, policies.StampFor(deciding.At).Version, deciding);
            await cases.Open(opened, donor, deciding.DecisionId, cancellation);
            await worklist.Refresh(number, cancellation);
        }

        // An orchestration that is or was there stays what it is: after 不再联系 none is started.
        await client.StartOnce(nameof(MemorialCareCase), number, cancellation);
    }

    private async Task<CaseNumber> Claim(CaseNumber donation, int year, CancellationToken cancellation)
    {
        if (await Find(donation, cancellation) is { } known)
        {
            return known;
        }

        CaseNumber number = await numbers.Next(CareProcess.Business, donation.Unit, year, cancellation);
        TableEntity row = new(donation.Value, donation.Value) { ["Case"] = number.Value };
        return await Table.TryAdd(row, cancellation) ? number : (await Find(donation, cancellation))!;
    }

    private async Task<CaseNumber?> Find(CaseNumber donation, CancellationToken cancellation) =>
        await Table.Find(donation.Value, donation.Value, cancellation) is { } row ? CaseNumber.Parse(row.GetString("Case")) : null;
}
