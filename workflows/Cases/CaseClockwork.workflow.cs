using Boai.Workflows.Shared;
using Microsoft.DurableTask;

namespace Boai.Workflows.Cases;

/// <summary>Names of a programme's activities that <see cref="CaseClockwork"/> calls; each may run more than once and then changes nothing more.</summary>
/// <param name="CatchUp"><see cref="ClockworkLook"/> → <see cref="ClockworkStanding"/>: reads the case and brings its read models up to date.</param>
/// <param name="Enter"><see cref="ClockworkVisit"/>: what the system owes when a case enters a state.</param>
/// <param name="Step"><see cref="ClockworkStep"/> → bool: takes a step by the clock, if the case still asks for it.</param>
/// <param name="Call"><see cref="ClockworkCall"/> → bool: reminds the owner of a task, or escalates it.</param>
public sealed record ClockworkNames(string CatchUp, string Enter, string Step, string Call);

public sealed record ClockworkLook(CaseNumber Number);

/// <summary>A visit to a state: names what is done on entering it, so that it is done once.</summary>
public sealed record ClockworkVisit(CaseNumber Number, string State, int StateVersion);

/// <param name="Step">The programme's own name of it.</param>
/// <param name="Seq">Which of several, for example the dispatch; with name, number and version the key.</param>
public sealed record ClockworkStep(CaseNumber Number, string Step, int Seq, int Version);

public sealed record ClockworkCall(CaseNumber Number, TaskCall Call);

/// <summary>Something that falls due while nobody acts.</summary>
public sealed record ClockworkDue(string Step, int Seq, DateTimeOffset At);

/// <summary>How a case stands, as far as its orchestration needs to know. No personal data: it is kept in the history.</summary>
public sealed record ClockworkStanding(
    string State, int Version, int StateVersion, bool IsOver, IReadOnlyList<ClockworkDue> Due, IReadOnlyList<TaskCall> Calls)
{
    /// <summary>The visits to states before the present one, in order.</summary>
    public IReadOnlyList<StateVisit> LeftStates { get; init; } = [];

    /// <summary>The standing of a case whose clocks are its tasks and <paramref name="due"/>.</summary>
    public static ClockworkStanding Of(CaseHead head, CasePolicy policy, IEnumerable<ClockworkDue> due) => new(
        head.State, head.Version, head.StateVersion, head.IsOver, head.IsOver ? [] : [.. due.OrderBy(one => one.At)],
        head.IsOver ? [] : [.. head.Tasks.Select(task => Escalation.Next(task, policy)).OfType<TaskCall>()])
    {
        LeftStates = head.LeftStates,
    };
}

/// <summary>How a case ended.</summary>
public sealed record EndedCase(CaseNumber Number, string State, int Version);

/// <summary>Carries a case whose facts are stated by people and whose system acts by clocks alone: on entering states, at instants, and about tasks.</summary>
/// <remarks>
/// The case partition is the truth. It never relies on being told: each wait also ends at the next instant that matters. Instance id is the case number.
/// </remarks>
public abstract class CaseClockwork(ClockworkNames names) : TaskOrchestrator<CaseNumber, EndedCase>
{
    /// <summary>Rounds after which the history begins anew.</summary>
    public const int RoundsPerHistory = 60;

    // An event that got lost costs no more than this.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(30);

    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 300, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(15)));

    public override async Task<EndedCase> RunAsync(TaskOrchestrationContext context, CaseNumber caseNumber)
    {
        Task<CaseChanged>? changed = null;
        int entered = 0;
        for (int round = 0; round < RoundsPerHistory; round++)
        {
            ClockworkStanding standing = await context.CallActivityAsync<ClockworkStanding>(names.CatchUp, new ClockworkLook(caseNumber), Patient);
            if (standing.StateVersion != entered)
            {
                foreach (StateVisit left in standing.LeftStates.Where(visit => visit.IsUnseen(entered, new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero))))
                {
                    await context.CallActivityAsync(names.Enter, new ClockworkVisit(caseNumber, left.State, left.Version), Patient);
                }

                await context.CallActivityAsync(names.Enter, new ClockworkVisit(caseNumber, standing.State, standing.StateVersion), Patient);
                entered = standing.StateVersion;
                if (!standing.IsOver)
                {
                    continue; // entering may itself have changed the case
                }
            }

            if (standing.IsOver)
            {
                return new EndedCase(caseNumber, standing.State, standing.Version);
            }

            DateTimeOffset now = new(context.CurrentUtcDateTime, TimeSpan.Zero);
            DateTimeOffset? next = Next(standing);
            DateTimeOffset until = next is { } ahead && ahead > now && ahead < now + LongestWait ? ahead : now + LongestWait;
            if (next <= now)
            {
                if (await Keep(context, caseNumber, standing, now))
                {
                    continue;
                }

                until = now + SecondLook; // refused although it is due: the case has changed, or the clocks of two machines differ
            }

            // One wait at a time: a second one would take the next event away from the first.
            changed ??= context.WaitForExternalEvent<CaseChanged>(CaseChanged.EventName);
            if (await HappensBefore(context, changed, until))
            {
                changed = null;
            }
        }

        context.ContinueAsNew(caseNumber, preserveUnprocessedEvents: true);
        return new EndedCase(caseNumber, "", Version: 0); // never seen: the instance goes on under a new history
    }

    private static DateTimeOffset? Next(ClockworkStanding standing) =>
        standing.Due.Select(due => (DateTimeOffset?)due.At).Concat(standing.Calls.Select(call => (DateTimeOffset?)call.At)).Min();

    // What the law counts goes before reminders.
    private async Task<bool> Keep(TaskOrchestrationContext context, CaseNumber number, ClockworkStanding standing, DateTimeOffset now)
    {
        if (standing.Due.FirstOrDefault(due => due.At <= now) is { } step)
        {
            return await context.CallActivityAsync<bool>(names.Step, new ClockworkStep(number, step.Step, step.Seq, standing.Version), Patient);
        }

        TaskCall call = standing.Calls.MinBy(one => one.At)!;
        return await context.CallActivityAsync<bool>(names.Call, new ClockworkCall(number, call), Patient);
    }

    private static async Task<bool> HappensBefore(TaskOrchestrationContext context, Task<CaseChanged> changed, DateTimeOffset until)
    {
        using CancellationTokenSource timer = new();
        if (await Task.WhenAny(changed, context.CreateTimer(until.UtcDateTime, timer.Token)) != changed)
        {
            return false;
        }

#pragma warning disable CA1849 // an awaited CancelAsync would leave the orchestrator's own thread of execution
        timer.Cancel();
#pragma warning restore CA1849
        return true;
    }
}
