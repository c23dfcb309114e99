using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask;

namespace Boai.Workflows.OrganDonation;

/// <summary>Something that falls due: a wave of offers, a hold to be sent again, a step, or a call about a task.</summary>
internal abstract record OrganAppointment(DateTimeOffset At)
{
    internal sealed record Wave(DateTimeOffset At) : OrganAppointment(At);

    internal sealed record SendHold(DateTimeOffset At, int Seq, int Attempt) : OrganAppointment(At);

    internal sealed record Step(DateTimeOffset At, OrganSystemStep What, int Seq = 0) : OrganAppointment(At);

    internal sealed record Call(DateTimeOffset At, TaskCall What) : OrganAppointment(At);
}

/// <summary>The hands of <see cref="OrganDonationWitness"/>: calls activities, remembers what this history has done already.</summary>
/// <remarks>The memory only saves calls: every activity may be repeated, and is after the history began anew.</remarks>
internal sealed class OrganCarrier(TaskOrchestrationContext context, CaseNumber number)
{
    /// <summary>Storage and messages come back: seconds at first, since minutes count here, then longer, for days.</summary>
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 300, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(15)));

    private readonly HashSet<string> done = new(StringComparer.Ordinal);
    private Task<CaseChanged>? changed;
    private (int Version, DateTimeOffset At)? judged;

    public DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    public Task<OrganStanding> CatchUp(bool refreshReadModels)
        => context.CallActivityAsync<OrganStanding>(OrganActivities.CatchUp, new OrganCatchUp(number, refreshReadModels), Patient);

    /// <summary>Whether this very standing was judged already and less than a minute ago.</summary>
    public bool HasJudged(OrganStanding standing, TimeSpan within) => judged is { } last && last.Version == standing.Version && Now - last.At < within;

    /// <summary>Whether this history has sent a hold for the n-th time.</summary>
    public bool HasSent(int seq, int attempt) => done.Contains(SignalKey(seq, attempt));

    /// <summary>When the next judgement is due.</summary>
    public DateTimeOffset NextJudgement(TimeSpan within) => judged is { } last ? last.At + within : Now;

    /// <summary>Judges the gates.</summary>
    /// <returns>Whether the case changed.</returns>
    public async Task<bool> Judge(OrganStanding standing)
    {
        judged = (standing.Version, Now);
        return await context.CallActivityAsync<bool>(OrganActivities.EvaluateGates, LookAt(standing), Patient);
    }

    public Task Send(SignalToSend signal)
        => Once(SignalKey(signal.Seq, 1), OrganActivities.SendSignal, new OrganSignal(number, signal.Seq, signal.Kind, Attempt: 1));

    public Task Tell(UntoldViolation violation)
        => Once($"violation|{violation.Kind}|{violation.Key}", OrganActivities.TellViolation, new OrganViolationNotice(number, violation.Kind, violation.Key));

    /// <param name="stateVersion">The version at which the state was entered that it tells of.</param>
    public Task Tell(int stateVersion, OrganNoticeKind kind)
        => Once($"{kind}|{stateVersion}", OrganActivities.Notify, new OrganNotice(number, kind, stateVersion));

    /// <summary>An activity that belongs to entering a state.</summary>
    public Task OnEntering(int stateVersion, string activity)
        => Once($"{activity}|{stateVersion}", activity, new OrganVisit(number, stateVersion));

    /// <summary>Keeps an appointment whose time has come.</summary>
    /// <returns>Whether the case took it. What the case no longer asks for is refused there and harmless.</returns>
    public async Task<bool> Keep(OrganStanding standing, OrganAppointment due)
    {
        switch (due)
        {
            case OrganAppointment.Wave:
                return await context.CallActivityAsync<bool>(OrganActivities.OfferWave, LookAt(standing), Patient);
            case OrganAppointment.SendHold hold:
                await Once(SignalKey(hold.Seq, hold.Attempt), OrganActivities.SendSignal, new OrganSignal(number, hold.Seq, SignalKind.Hold, hold.Attempt));
                return true;
            case OrganAppointment.Step step:
                return await context.CallActivityAsync<bool>(
                    OrganActivities.TakeStep, new OrganStep(number, step.What, standing.Version, step.Seq), Patient);
            case OrganAppointment.Call call:
                return await context.CallActivityAsync<bool>(OrganActivities.Call, new OrganCall(number, call.What), Patient);
            default:
                throw new System.Diagnostics.UnreachableException($"No such appointment: {due.GetType().Name}");
        }
    }

    /// <summary>Waits until the case changes, or until an instant.</summary>
    public async Task ChangeOr(DateTimeOffset until)
    {
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

    private static string SignalKey(int seq, int attempt) => $"signal|{seq}|{attempt}";

    private OrganLook LookAt(OrganStanding standing) => new(number, standing.Version, Now.ToUnixTimeSeconds() / 60);

    private async Task Once(string key, string activity, object input)
    {
        if (done.Add(key))
        {
            await context.CallActivityAsync(activity, input, Patient);
        }
    }
}
