using Boai.Functions.Cases;
using Boai.Functions.Donations;
using Boai.Functions.Payments;
using Boai.Functions.Policy;
using Boai.Workflows.BodyDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.BodyDonation;

/// <summary>What the orchestration has done outside. Each may run more than once and then changes nothing more.</summary>
internal sealed class BodyActivityTriggers(
    CaseStore cases, CaseDecisions decisions, Worklist worklist, PolicyBook policies, BodyNotices notices, AidBook figures, DonationIndex index,
    IIntentExecution intents, IAftercare aftercare)
{
    [Function(BodyActivities.CatchUp)]
    public async Task<ClockworkStanding> CatchUp([ActivityTrigger] ClockworkLook input, CancellationToken cancellation)
    {
        StoredCase<BodyFacts> stored = await Load(input.Number, cancellation);
        await worklist.Refresh(stored.Head, cancellation);
        return BodySteps.StandingOf(stored.File, policies.For(stored.Head), WorkCalendar.China);
    }

    [Function(BodyActivities.Enter)]
    public async Task Enter([ActivityTrigger] ClockworkVisit input, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredCase<BodyFacts> stored = await Load(input.Number, cancellation);
        BodyState state = Enum.Parse<BodyState>(input.State);
        await notices.Entered(stored, state, input.StateVersion, cancellation);
        await figures.Contribute(BodyContributions.Of(stored.File), cancellation);
        if (state == BodyState.Accepted)
        {
            if (await index.PersonOf(input.Number, cancellation) is { } person)
            {
                await intents.Executed(person, input.Number, client, cancellation); // the registry hears of it (handbook §7.4)
            }

            // A donation of organs that came before has begun to care for this family.
            if (stored.Facts.Donation is null)
            {
                await aftercare.Start(stored.Head, stored.Applicant, ChinaCalendar.DateOf(stored.Facts.DiedAt), client, cancellation);
            }
        }
    }

    [Function(BodyActivities.Step)]
    public async Task<bool> Step([ActivityTrigger] ClockworkStep input, CancellationToken cancellation)
    {
        bool taken = await Step(input.Number, $"{input.Step}-{input.Seq}-{input.Version}", BodySteps.CommandOf(input), cancellation);
        if (taken)
        {
            await notices.Stepped(await Load(input.Number, cancellation), input, cancellation);
        }

        return taken;
    }

    [Function(BodyActivities.Call)]
    public async Task<bool> Call([ActivityTrigger] ClockworkCall input, CancellationToken cancellation)
    {
        (CaseNumber number, TaskCall call) = input;
        CaseTask? task = (await Load(number, cancellation)).Head.Tasks.FirstOrDefault(open => open.Id == call.TaskId);
        CaseCommand command = call.Rung > 0 ? new CaseCommand.Escalate(call.TaskId, call.Rung) : new CaseCommand.Remind(call.TaskId, call.Reminder);
        string id = $"call-{call.TaskId}-{call.Reminder}-{call.Rung}";
        bool taken = await Step(number, id, new BodyCommand.Shell(command), cancellation);
        if (taken && task is not null)
        {
            await notices.Call(number, task, call, id, cancellation);
        }

        return taken;
    }

    private async Task<bool> Step(CaseNumber number, string id, BodyCommand command, CancellationToken cancellation) =>
        await decisions.Step<BodyFacts>(number, (file, deciding) => BodyProcess.Apply(file, command, deciding), id, cancellation) is SystemStep.Done { Decided.Repeated: false };

    private async Task<StoredCase<BodyFacts>> Load(CaseNumber number, CancellationToken cancellation) =>
        await cases.Load<BodyFacts>(number, cancellation) ?? throw new InvalidOperationException($"Case {number} has an orchestration and no partition.");
}
