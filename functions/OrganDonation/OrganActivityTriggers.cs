using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Payments;
using Boai.Functions.Policy;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.OrganDonation;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.OrganDonation;

/// <summary>What the orchestration has done outside. Each may run more than once and then changes nothing more.</summary>
internal sealed class OrganActivityTriggers(
    CaseStore cases, CaseDecisions decisions, Worklist worklist, PolicyBook policies, DonorIndex index, DonorRegister registers, CoordinatorRoster roster, DonorFamilies families,
    HospitalRegister hospitals, OrganSignals signals, OrganNotices notices, AidBook figures, MessageStore messages, PersonVault vault, IAftercare aftercare, IIntentExecution intents,
    IEnumerable<IDonationFollower> followers, TimeProvider time)
{
    [Function(OrganActivities.CatchUp)]
    public async Task<OrganStanding> CatchUp([ActivityTrigger] OrganCatchUp input, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredCase<OrganFacts> stored = await Load(input.Number, cancellation);
        DateTimeOffset now = time.GetUtcNow();
        await worklist.Refresh(stored.Head, cancellation);
        await index.Refresh(stored.Head, cancellation);
        await roster.Refresh(input.Number, stored.Facts.Witnesses, stored.Head.IsOver || stored.Head.StateOf().IsEnding(), now, cancellation);
        if (stored.Facts.Handover?.At is not null && stored.Head.StateOf() is OrganState.HandedOver or OrganState.Reporting)
        {
            await HandOn(stored, client, cancellation);
        }

        return OrganStanding.Of(stored.File, policies.For(stored.Head), WorkCalendar.China, now);
    }

    // At every look and not on entering a state: what came in late may have carried the case past it, and hours count.
    private async Task HandOn(StoredCase<OrganFacts> stored, DurableTaskClient client, CancellationToken cancellation)
    {
        OrganFacts facts = stored.Facts;
        HandedOn donation = new(
            stored.Head, stored.Applicant, facts.Donor.Pseudonym, await families.DonorOf(stored.Head.Number, cancellation),
            facts.Death?.At ?? facts.StartedAt ?? stored.Head.StateSince, facts.Decision?.Items ?? [], facts.Completion?.Items ?? [],
            facts.Handover?.To == BodyTaker.ReceivingUnit);
        foreach (IDonationFollower follower in followers)
        {
            await follower.Follow(donation, client, cancellation);
        }
    }

    [Function(OrganActivities.EvaluateGates)]
    public async Task<bool> EvaluateGates([ActivityTrigger] OrganLook input, CancellationToken cancellation) =>
        await registers.Find(input.Number, cancellation) is { } intent
        && await Step(
            input.Number, $"gates-{input.Version}-{input.Minute}",
            deciding => new OrganCommand.EvaluateGates(new RegisterReading(deciding.At, intent)), cancellation);

    [Function(OrganActivities.OfferWave)]
    public async Task<bool> OfferWave([ActivityTrigger] OrganLook input, CancellationToken cancellation)
    {
        StoredCase<OrganFacts> stored = await Load(input.Number, cancellation);
        Hospital? hospital = await hospitals.Find(stored.Facts.ProcuringHospital, cancellation);
        OrganCommand.OfferWave wave = new(await roster.Cards(hospital, input.Number, cancellation));
        if (!await Step(input.Number, $"wave-{input.Version}", _ => wave, cancellation))
        {
            return false;
        }

        await notices.Offered(await Load(input.Number, cancellation), cancellation);
        return true;
    }

    [Function(OrganActivities.TakeStep)]
    public Task<bool> TakeStep([ActivityTrigger] OrganStep input, CancellationToken cancellation) => Step(
        input.Number, $"{input.Step}-{input.Version}-{input.Seq}",
        _ => input.Step switch
        {
            OrganSystemStep.LookForViolations => new OrganCommand.LookForViolations(),
            OrganSystemStep.CallForHold => new OrganCommand.CallForHold(input.Seq),
            OrganSystemStep.Finish => new OrganCommand.Finish(),
            _ => throw new System.Diagnostics.UnreachableException($"No such step: {input.Step}"),
        },
        cancellation);

    [Function(OrganActivities.SendSignal)]
    public async Task<ToHospital> SendSignal([ActivityTrigger] OrganSignal input, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await signals.Send(await Load(input.Number, cancellation), input.Seq, client, cancellation);

    [Function(OrganActivities.TellViolation)]
    public async Task TellViolation([ActivityTrigger] OrganViolationNotice input, CancellationToken cancellation)
    {
        await notices.Violation(input, cancellation);
        await Step(input.Number, $"told-{input.Kind}-{input.Key}", _ => new OrganCommand.TellHead(input.Kind, input.Key), cancellation);
    }

    [Function(OrganActivities.Notify)]
    public Task Notify([ActivityTrigger] OrganNotice input, CancellationToken cancellation) => notices.Send(input, cancellation);

    [Function(OrganActivities.Call)]
    public async Task<bool> Call([ActivityTrigger] OrganCall input, CancellationToken cancellation)
    {
        (CaseNumber number, TaskCall call) = input;
        CaseTask? task = (await Load(number, cancellation)).Head.Tasks.FirstOrDefault(open => open.Id == call.TaskId);
        CaseCommand command = call.Rung > 0 ? new CaseCommand.Escalate(call.TaskId, call.Rung) : new CaseCommand.Remind(call.TaskId, call.Reminder);
        string id = $"call-{call.TaskId}-{call.Reminder}-{call.Rung}";
        bool taken = await Step(number, id, _ => new OrganCommand.Shell(command), cancellation);
        if (taken && task is not null)
        {
            await notices.Call(number, task, call, id, cancellation);
        }

        return taken;
    }

    /// <summary>Body and corneas have programmes of their own: people there are told.</summary>
    [Function(OrganActivities.HandOn)]
    public async Task HandOn([ActivityTrigger] OrganVisit input, CancellationToken cancellation)
    {
        OrganFacts facts = (await Load(input.Number, cancellation)).Facts;
        if (facts.Decision?.Items.Except(OrganLaw.Organs).Any() == true)
        {
            await notices.ToRole(input.Number, Roles.DutyDesk, "HandOn", input.StateVersion, cancellation);
        }
    }

    /// <summary>Care and certificates are others' work than the witnesses': they are told, and the case's own task reminds them.</summary>
    [Function(OrganActivities.StartAftercare)]
    public async Task StartAftercare([ActivityTrigger] OrganVisit input, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredCase<OrganFacts> stored = await Load(input.Number, cancellation);
        DateOnly diedOn = ChinaCalendar.DateOf(stored.Facts.Death?.At ?? stored.Facts.StartedAt ?? stored.Head.StateSince);
        await aftercare.Start(stored.Head, stored.Applicant, diedOn, client, cancellation);
        await notices.ToRole(input.Number, Roles.CityOfficer, "Aftercare", input.StateVersion, cancellation);
    }

    [Function(OrganActivities.Contribute)]
    public async Task Contribute([ActivityTrigger] OrganVisit input, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredCase<OrganFacts> stored = await Load(input.Number, cancellation);
        if (stored.Facts.HasBegun && await families.DonorOf(input.Number, cancellation) is { } donor)
        {
            await intents.Executed(donor, input.Number, client, cancellation);
        }

        await figures.Contribute(OrganContributions.Of(stored.File, policies.For(stored.Head)), cancellation);
    }

    [Function(OrganActivities.Archive)]
    public async Task Archive([ActivityTrigger] OrganVisit input, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredCase<OrganFacts> stored = await Load(input.Number, cancellation);
        if (stored.Head.StateOf() == OrganState.NotProcured && await families.DonorOf(input.Number, cancellation) is { } donor)
        {
            await intents.Lapsed(donor, input.Number, client, cancellation); // dead, and nothing was donated (handbook §7.2a)
        }

        await worklist.Refresh(stored.Head, cancellation);
        await index.Refresh(stored.Head, cancellation);
        if (stored.Facts.ErasedAt is not null && !stored.Head.LegalHold)
        {
            await cases.Minimise(input.Number, OrganMinimisation.Of, cancellation);
            await families.Forget(input.Number, cancellation);
            await messages.Destroy(input.Number.Value, cancellation);
            await vault.Destroy(stored.Applicant, AccessPurpose.System(PurposeCodes.DataSubject, input.Number.Value), cancellation);
        }
    }

    private async Task<bool> Step(CaseNumber number, string id, Func<Deciding, OrganCommand> command, CancellationToken cancellation) =>
        await decisions.Step<OrganFacts>(number, (file, deciding) => OrganProcess.Apply(file, command(deciding), deciding), id, cancellation)
            is SystemStep.Done { Decided.Repeated: false };

    private async Task<StoredCase<OrganFacts>> Load(CaseNumber number, CancellationToken cancellation) =>
        await cases.Load<OrganFacts>(number, cancellation) ?? throw new InvalidOperationException($"Case {number} has an orchestration and no partition.");
}
