using Boai.Functions.Cases;
using Boai.Functions.Donations;
using Boai.Functions.Errors;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.BodyDonation;

/// <summary>Opens cases: by a notice of death, or after a donation of organs whose body goes to a receiving unit.</summary>
internal sealed class BodyOpening(
    PersonVault vault, PersonIndex persons, DonationIndex index, CaseStore cases, CaseDecisions decisions, Worklist worklist, PolicyBook policies)
    : IDonationFollower
{
    /// <summary>What the desk reads of a notice.</summary>
    public static IReadOnlyList<string> Fields { get; } = [VaultField.Name, VaultField.IdType, VaultField.IdNumber, VaultField.Phone, DeathNotices.CallerName, DeathNotices.Place];

    /// <param name="number">Of the request: the same whenever it comes.</param>
    /// <exception cref="ProblemException">The notice is refused; nothing was stored.</exception>
    public async Task<CaseHead> Open(CaseNumber number, ReadNotice notice, BodyFacts facts, Deciding deciding, DurableTaskClient client, CancellationToken cancellation)
    {
        if (BodyProcess.Open(number, notice.District, policies.StampFor(deciding.At).Version, facts, deciding) is not CaseOutcome<BodyFacts>.Accepted opened)
        {
            throw new ProblemException(CaseProblem.On("diedAt", BodyProblems.Time).ToProblem());
        }

        SubjectId deceased = (await vault.AdmitHousehold([notice.Member(number)], number, cancellation)).Members[0];
        await index.Remember(number, notice.KeyIn(persons), cancellation);
        return await Write(opened, deceased, number.Value, deciding, client, cancellation);
    }

    public async Task Follow(HandedOn donation, DurableTaskClient client, CancellationToken cancellation)
    {
        if (!donation.ToReceivingUnit)
        {
            return;
        }

        Deciding deciding = decisions.Opening(Actor.System, "body-of-" + donation.Donation.Number.Value);
        CaseNumber number = await index.Claim(BodyProcess.Business, donation.Donation.Number.Value, donation.Donation.Owner, deciding.Today.Year, cancellation);
        if (await cases.Find(number, cancellation) is not null)
        {
            return; // opened at an earlier look
        }

        BodyFacts facts = new(NoticeBy.OrganDonation, deciding.At, donation.DiedAt, donation.Donation.Owner.Value)
        {
            Donation = donation.Donation.Number.Value,
            AfterOrgans = donation.Procured.Count > 0,
        };
        if (BodyProcess.Open(number, donation.Donation.Owner, policies.StampFor(deciding.At).Version, facts, deciding) is not CaseOutcome<BodyFacts>.Accepted opened)
        {
            throw new InvalidOperationException($"No body donation could be opened after {donation.Donation.Number}.");
        }

        await index.Remember(number, donation.PersonKey, cancellation);
        await Write(opened, donation.Donor, donation.Pseudonym, deciding, client, cancellation);
    }

    public async Task<TissueHeard?> Hear(TissueSaid said, DurableTaskClient client, CancellationToken cancellation)
    {
        if (said.Event != "H12" || await index.Find(BodyProcess.Business, said.Pseudonym, cancellation) is not { } number
            || await cases.Find(number, cancellation) is null)
        {
            return null;
        }

        BodyCommand.HearReceived command = new(said.Sender, said.At, said.CertificateDigest ?? "");
        SystemStep step = await decisions.StepBy<BodyFacts>(
            new Actor(said.Sender, Roles.ReceivingUnit, number.Unit), number, (file, deciding) => BodyProcess.Apply(file, command, deciding), "hear-" + said.MessageId,
            sealedNote: null, cancellation);
        if (step is SystemStep.Done done)
        {
            await client.CaseChanged(number, done.Decided.Version, cancellation);
        }

        return new TissueHeard(number, step is SystemStep.Done or SystemStep.Refused { Problem.Code: BodyProblems.DoneAlready });
    }

    private async Task<CaseHead> Write(
        CaseOutcome<BodyFacts>.Accepted opened, SubjectId deceased, string pseudonym, Deciding deciding, DurableTaskClient client, CancellationToken cancellation)
    {
        CaseNumber number = opened.Next.Head.Number;
        await index.Name(BodyProcess.Business, pseudonym, number, cancellation);
        await cases.Open(opened, deceased, deciding.DecisionId, cancellation);
        CaseHead head = (await cases.Find(number, cancellation))!.Head;
        await worklist.Refresh(head, cancellation);
        await client.StartOnce(nameof(BodyDonationCase), number, cancellation);
        return head;
    }
}
