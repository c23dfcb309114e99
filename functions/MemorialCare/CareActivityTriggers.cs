using Boai.Functions.Cases;
using Boai.Functions.Policy;
using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.MemorialCare;

/// <summary>What the orchestration has done outside. Each may run more than once and then changes nothing more.</summary>
internal sealed class CareActivityTriggers(
    CaseStore cases, CaseDecisions decisions, Worklist worklist, PolicyBook policies, MemorialNames names, CareNotices notices, TimeProvider time)
{
    [Function(CareActivities.CatchUp)]
    public async Task<CareStanding> CatchUp([ActivityTrigger] CareCatchUp input, CancellationToken cancellation)
    {
        StoredCase<CareFacts> stored = await Load(input.Number, cancellation);
        await worklist.Refresh(stored.Head, cancellation);
        await names.Refresh(stored, cancellation);
        return CareStanding.Of(stored.File, policies.For(stored.Head), time.GetUtcNow());
    }

    [Function(CareActivities.OpenDue)]
    public Task<bool> OpenDue([ActivityTrigger] CareStep input, CancellationToken cancellation) =>
        Step(input.Number, $"care-{input.Version}", new CareCommand.OpenDue(), cancellation);

    [Function(CareActivities.Call)]
    public async Task<bool> Call([ActivityTrigger] CareCall input, CancellationToken cancellation)
    {
        (CaseNumber number, TaskCall call) = input;
        CaseTask? task = (await Load(number, cancellation)).Head.Tasks.FirstOrDefault(open => open.Id == call.TaskId);
        CaseCommand command = call.Rung > 0 ? new CaseCommand.Escalate(call.TaskId, call.Rung) : new CaseCommand.Remind(call.TaskId, call.Reminder);
        string id = $"call-{call.TaskId}-{call.Reminder}-{call.Rung}";
        bool taken = await Step(number, id, new CareCommand.Shell(command), cancellation);
        if (taken && task is not null)
        {
            await notices.Call(number, task, call, id, cancellation);
        }

        return taken;
    }

    private async Task<bool> Step(CaseNumber number, string id, CareCommand command, CancellationToken cancellation) =>
        await decisions.Step<CareFacts>(number, (file, deciding) => CareProcess.Apply(file, command, deciding), id, cancellation) is SystemStep.Done { Decided.Repeated: false };

    private async Task<StoredCase<CareFacts>> Load(CaseNumber number, CancellationToken cancellation) =>
        await cases.Load<CareFacts>(number, cancellation) ?? throw new InvalidOperationException($"Case {number} has an orchestration and no partition.");
}
