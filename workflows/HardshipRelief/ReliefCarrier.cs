using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Something that falls due: a step of the system, or a call about a task.</summary>
internal sealed record Appointment(DateTimeOffset At, ReliefSystemStep? Step, TaskCall? Call)
{
    public Appointment(DateTimeOffset at, ReliefSystemStep step)
        : this(at, step, Call: null)
    {
    }

    public Appointment(DateTimeOffset at, TaskCall call)
        : this(at, Step: null, call)
    {
    }
}

/// <summary>The hands of <see cref="HardshipReliefApplication"/>: calls activities, remembers what this history has done already.</summary>
/// <remarks>The memory only saves calls: every activity may be repeated, and is after the history began anew.</remarks>
internal sealed class ReliefCarrier(TaskOrchestrationContext context, CaseNumber number)
{
    /// <summary>Storage, bank desk and messages come back: some minutes at first, then hourly, for a week.</summary>
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 200, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1)));

    private readonly HashSet<string> done = new(StringComparer.Ordinal);
    private Task<CaseChanged>? changed;

    public DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    public Task<ReliefStanding> CatchUp(bool refreshReadModels)
        => context.CallActivityAsync<ReliefStanding>(ReliefActivities.CatchUp, new CatchUp(number, refreshReadModels), Patient);

    public Task Tell(ReliefStanding standing, ReliefNoticeKind kind) => TellOf(standing.StateVersion, kind);

    public Task Tell(StateVisit passed, ReliefNoticeKind kind) => TellOf(passed.Version, kind);

    public Task Publish(ReliefStanding standing)
        => context.CallActivityAsync(ReliefActivities.Publish, new ReliefVisit(number, standing.StateVersion), Patient);

    public Task Unpublish(ReliefStanding standing) => Once(
        $"unpublish|{standing.StateVersion}", ReliefActivities.Unpublish, new ReliefVisit(number, standing.StateVersion));

    public Task Archive(ReliefStanding standing) => Once(
        $"archive|{standing.StateVersion}", ReliefActivities.Archive, new ReliefVisit(number, standing.StateVersion));

    /// <summary>Once per version of the case: after a bounce the same payment is ordered anew, with a corrected account.</summary>
    public Task Order(ReliefStanding standing, string paymentId) => Once(
        $"order|{paymentId}|{standing.Version}", ReliefActivities.PreparePayment, new PaymentStep(number, paymentId));

    public Task Pay(string activity, string paymentId) => Once($"{activity}|{paymentId}", activity, new PaymentStep(number, paymentId));

    /// <summary>Keeps an appointment whose time has come.</summary>
    /// <returns>Whether the case took it. A step that the case no longer asks for is refused there and harmless.</returns>
    public async Task<bool> Keep(ReliefStanding standing, Appointment appointment)
    {
        if (appointment.Call is { } call)
        {
            return await context.CallActivityAsync<bool>(ReliefActivities.Call, new ReliefCall(number, call), Patient);
        }

        ReliefSystemStep step = appointment.Step!.Value;
        bool taken = await context.CallActivityAsync<bool>(ReliefActivities.TakeStep, new ReliefStep(number, step, standing.Version), Patient);
        if (taken && step == ReliefSystemStep.SendSupplementNotice)
        {
            await TellOf(standing.Version, ReliefNoticeKind.SupplementEnding);
        }
        else if (taken && step == ReliefSystemStep.Resume)
        {
            await TellOf(standing.Version, ReliefNoticeKind.Resumed);
        }

        return taken;
    }

    /// <summary>Waits until the case changes, or until an instant, or as long as anything may go unnoticed.</summary>
    public async Task ChangeOr(DateTimeOffset? instant, TimeSpan longest)
    {
        DateTimeOffset until = Now + longest;
        if (instant < until)
        {
            until = instant.Value;
        }

        // One wait at a time: a second one would take the next event away from the first.
        changed ??= context.WaitForExternalEvent<CaseChanged>(CaseChanged.EventName);
        using CancellationTokenSource timer = new();
        Task time = context.CreateTimer(until.UtcDateTime, timer.Token);
        if (await Task.WhenAny(changed, time) == changed)
        {
#pragma warning disable CA1849 // an awaited CancelAsync would leave the orchestrator's own thread of execution
            timer.Cancel();
#pragma warning restore CA1849
            changed = null;
        }
    }

    // What can happen again within one visit to a state, as a second notice after an extension, is named by the version of its step.
    private Task TellOf(int version, ReliefNoticeKind kind)
        => Once($"{kind}|{version}", ReliefActivities.Notify, new ReliefNotice(number, kind, version));

    private async Task Once(string key, string activity, object input)
    {
        if (done.Add(key))
        {
            await context.CallActivityAsync(activity, input, Patient);
        }
    }
}
