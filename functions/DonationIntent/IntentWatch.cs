using Boai.Functions.Cases;
using Boai.Functions.Policy;
using Boai.Workflows.Cases;
using Boai.Workflows.DonationIntent;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.DonationIntent;

/// <summary>The clocks of entries that have something to do: nobody sleeps for sixty years to ring them (handbook §2.12).</summary>
/// <remarks>Goes by the worklist, on which only entries with open tasks stand. Every call is a step with an id of its own: two watches at once make one.</remarks>
internal sealed class IntentWatch(
    Worklist worklist, CaseStore cases, CaseDecisions decisions, IntentNoticeSender notices, PolicyBook policies, TimeProvider time)
{
    [Function("WatchIntents")]
    public async Task Watch([TimerTrigger("0 50 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        foreach (WorklistCase open in await worklist.Of(UnitCode.City, cancellation))
        {
            if (open.Programme == IntentProcess.Programme)
            {
                await LookAfter(open.Number, cancellation);
            }
        }
    }

    private async Task LookAfter(CaseNumber number, CancellationToken cancellation)
    {
        bool called = false;
        while (await cases.Find(number, cancellation) is { Head: { IsOver: false } head } && Due(head) is { } due)
        {
            string id = due.Command is CaseCommand.Resume ? $"resume-{head.Version}" : $"call-{due.Call!.TaskId}-{due.Call.Reminder}-{due.Call.Rung}";
            if (await decisions.Step<IntentFacts>(number, (file, deciding) => IntentProcess.Apply(file, due.Command, deciding), id, cancellation) is not SystemStep.Done)
            {
                break; // the entry has moved on; the next watch looks again
            }

            called = true;
            if (due.Call is { } call && head.Tasks.FirstOrDefault(task => task.Id == call.TaskId) is { } task)
            {
                await notices.Call(number, task, call, id, cancellation);
            }
        }

        if (called)
        {
            await worklist.Refresh(number, cancellation);
        }
    }

    private (CaseCommand Command, TaskCall? Call)? Due(CaseHead head)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (head.Suspension is { } rest)
        {
            return rest.ResumeOn <= ChinaCalendar.DateOf(now) ? (new CaseCommand.Resume(), null) : null;
        }

        CasePolicy policy = policies.For(head);
        return head.Tasks.Select(task => Escalation.Next(task, policy)).OfType<TaskCall>().Where(call => call.At <= now).MinBy(call => call.At) is { } due
            ? (due.Rung > 0 ? new CaseCommand.Escalate(due.TaskId, due.Rung) : new CaseCommand.Remind(due.TaskId, due.Reminder), due)
            : null;
    }
}
