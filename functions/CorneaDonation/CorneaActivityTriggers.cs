using Boai.Functions.Cases;
using Boai.Functions.Donations;
using Boai.Functions.Payments;
using Boai.Functions.Policy;
using Boai.Workflows.CorneaDonation;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Boai.Functions.CorneaDonation;

/// <summary>What the orchestration has done outside. Each may run more than once and then changes nothing more.</summary>
internal sealed class CorneaActivityTriggers(
    CaseStore cases, CaseDecisions decisions, Worklist worklist, PolicyBook policies, CorneaNotices notices, AidBook figures, DonationIndex index,
    IIntentExecution intents, IAftercare aftercare)
{
    [Function(CorneaActivities.CatchUp)]
    public async Task<ClockworkStanding> CatchUp([ActivityTrigger] ClockworkLook input, CancellationToken cancellation)
    {
        StoredCase<CorneaFacts> stored = await Load(input.Number, cancellation);
        await worklist.Refresh(stored.Head, cancellation);
        return CorneaSteps.StandingOf(stored.File, policies.For(stored.Head));
    }

    [Function(CorneaActivities.Enter)]
    public async Task Enter([ActivityTrigger] ClockworkVisit input, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredCase<CorneaFacts> stored = await Load(input.Number, cancellation);
        CorneaState state = Enum.Parse<CorneaState>(input.State);
        await notices.Entered(stored, state, input.StateVersion, cancellation);
        await figures.Contribute(CorneaContributions.Of(stored.File), cancellation);
        if (state == CorneaState.Settled)
        {
            if (await index.PersonOf(input.Number, cancellation) is { } person)
            {
                await intents.Executed(person, input.Number, client, cancellation);
            }

            // A donation of organs that came before has begun to care for this family.
            if (stored.Facts.Donation is null)
            {
                await aftercare.Start(stored.Head, stored.Applicant, ChinaCalendar.DateOf(stored.Facts.DiedAt), client, cancellation);
            }
        }
    }

    [Function(CorneaActivities.Step)]
    public async Task<bool> Step([ActivityTrigger] ClockworkStep input, CancellationToken cancellation)
    {
        bool taken = await Step(input.Number, $"{input.Step}-{input.Seq}-{input.Version}", CorneaSteps.CommandOf(input), cancellation);
        if (taken)
        {
            await notices.Stepped(await Load(input.Number, cancellation), input, cancellation);
        }

        return taken;
    }

    [Function(CorneaActivities.Call)]
    public async Task<bool> Call([ActivityTrigger] ClockworkCall input, CancellationToken cancellation)
    {
        (CaseNumber number, TaskCall call) = input;
        CaseTask? task = (await Load(number, cancellation)).Head.Tasks.FirstOrDefault(open => open.Id == call.TaskId);
        CaseCommand command = call.Rung > 0 ? new CaseCommand.Escalate(call.TaskId, call.Rung) : new CaseCommand.Remind(call.TaskId, call.Reminder);
        string id = $"call-{call.TaskId}-{call.Reminder}-{call.Rung}";
        bool taken = await Step(number, id, new CorneaCommand.Shell(command), cancellation);
        if (taken && task is not null)
        {
            await notices.Call(number, task, call, id, cancellation);
        }

        return taken;
    }

    private async Task<bool> Step(CaseNumber number, string id, CorneaCommand command, CancellationToken cancellation) =>
        await decisions.Step<CorneaFacts>(number, (file, deciding) => CorneaProcess.Apply(file, command, deciding), id, cancellation) is SystemStep.Done { Decided.Repeated: false };

    private async Task<StoredCase<CorneaFacts>> Load(CaseNumber number, CancellationToken cancellation) =>
        await cases.Load<CorneaFacts>(number, cancellation) ?? throw new InvalidOperationException($"Case {number} has an orchestration and no partition.");
}
