using Boai.Functions.Cases;
using Boai.Functions.Donations;
using Boai.Functions.Errors;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.CorneaDonation;

/// <summary>Opens cases: by a notice of death, or after a donation of organs whose family agreed to corneas or tissue too.</summary>
internal sealed class CorneaOpening(
    PersonVault vault, PersonIndex persons, DonationIndex index, CaseStore cases, CaseDecisions decisions, Worklist worklist, PolicyBook policies)
    : IDonationFollower
{
    /// <summary>What the desk reads of a notice.</summary>
    public static IReadOnlyList<string> Fields { get; } = [VaultField.Name, VaultField.IdType, VaultField.IdNumber, VaultField.Phone, DeathNotices.CallerName, DeathNotices.Place];

    /// <param name="number">Of the request: the same whenever it comes.</param>
    /// <exception cref="ProblemException">The notice is refused; nothing was stored.</exception>
    public async Task<CaseHead> Open(CaseNumber number, ReadNotice notice, CorneaFacts facts, Deciding deciding, DurableTaskClient client, CancellationToken cancellation)
    {
        CaseOutcome<CorneaFacts> outcome = CorneaProcess.Open(number, notice.District, policies.StampFor(deciding.At).Version, facts, deciding);
        if (outcome is CaseOutcome<CorneaFacts>.Refused refused)
        {
            throw new ProblemException(refused.Problem.ToProblem());
        }

        CaseOutcome<CorneaFacts>.Accepted opened = (CaseOutcome<CorneaFacts>.Accepted)outcome;

        SubjectId deceased = (await vault.AdmitHousehold([notice.Member(number)], number, cancellation)).Members[0];
        await index.Remember(number, notice.KeyIn(persons), cancellation);
        return await Write(opened, deceased, number.Value, deciding, client, cancellation);
    }

    public async Task Follow(HandedOn donation, DurableTaskClient client, CancellationToken cancellation)
    {
        string[] items = [.. donation.Consented.Where(item => CorneaProcess.Tissues.Contains(item, StringComparer.Ordinal))];
        if (items is [])
        {
            return;
        }

        Deciding deciding = decisions.Opening(Actor.System, "corneas-of-" + donation.Donation.Number.Value);
        CaseNumber number = await index.Claim(CorneaProcess.Business, donation.Donation.Number.Value, donation.Donation.Owner, deciding.Today.Year, cancellation);
        if (await cases.Find(number, cancellation) is not null)
        {
            return; // opened at an earlier look
        }

        CorneaFacts facts = new(TissueNoticeBy.OrganDonation, deciding.At, donation.DiedAt, donation.Donation.Owner.Value, items)
        {
            Donation = donation.Donation.Number.Value,
            CountedBefore = donation.Procured.Distinct(StringComparer.Ordinal).Count(item => item.StartsWith("cornea-", StringComparison.Ordinal)),
        };
        if (CorneaProcess.Open(number, donation.Donation.Owner, policies.StampFor(deciding.At).Version, facts, deciding) is not CaseOutcome<CorneaFacts>.Accepted opened)
        {
            throw new InvalidOperationException($"No donation of corneas could be opened after {donation.Donation.Number}.");
        }

        await index.Remember(number, donation.PersonKey, cancellation);
        await Write(opened, donation.Donor, donation.Pseudonym, deciding, client, cancellation);
    }

    public async Task<TissueHeard?> Hear(TissueSaid said, DurableTaskClient client, CancellationToken cancellation)
    {
        if (said.Event != "H11" || await index.Find(CorneaProcess.Business, said.Pseudonym, cancellation) is not { } number
            || await cases.Find(number, cancellation) is null)
        {
            return null;
        }

        CorneaCommand.HearRetrieved command = new(said.Sender, said.At, said.Items);
        SystemStep step = await decisions.StepBy<CorneaFacts>(
            new Actor(said.Sender, Roles.ReceivingUnit, number.Unit), number, (file, deciding) => CorneaProcess.Apply(file, command, deciding), "hear-" + said.MessageId,
            sealedNote: null, cancellation);
        if (step is SystemStep.Done done)
        {
            await client.CaseChanged(number, done.Decided.Version, cancellation);
        }

        return new TissueHeard(number, step is SystemStep.Done or SystemStep.Refused { Problem.Code: CorneaProblems.DoneAlready });
    }

    private async Task<CaseHead> Write(
        CaseOutcome<CorneaFacts>.Accepted opened, SubjectId deceased, string pseudonym, Deciding deciding, DurableTaskClient client, CancellationToken cancellation)
    {
        CaseNumber number = opened.Next.Head.Number;
        await index.Name(CorneaProcess.Business, pseudonym, number, cancellation);
        await cases.Open(opened, deceased, deciding.DecisionId, cancellation);
        CaseHead head = (await cases.Find(number, cancellation))!.Head;
        await worklist.Refresh(head, cancellation);
        await client.StartOnce(nameof(CorneaDonationCase), number, cancellation);
        return head;
    }
}
