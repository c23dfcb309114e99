using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask;
using static Boai.Workflows.OrganDonation.OrganState;

namespace Boai.Workflows.OrganDonation;

/// <summary>LIFE-02 人体器官捐献见证: carries one donor case from the hospital's report to the archive (handbook §7.3).</summary>
/// <remarks>
/// The case partition is the truth; hospitals and people state facts there. This orchestration judges the gates at every event and every
/// minute until the start, sends the signals, asks for witnesses, and keeps every clock. It never relies on being told: each wait also
/// ends at the next instant that matters. Instance id is the case number.
/// </remarks>
public sealed class OrganDonationWitness : TaskOrchestrator<CaseNumber, ClosedDonorCase>
{
    /// <summary>Rounds after which the history begins anew: a case at its gates makes one every minute.</summary>
    public const int RoundsPerHistory = 60;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // Until the body is handed over an event that got lost must not cost more than this.
    private static readonly TimeSpan LongestWaitOnTheWay = TimeSpan.FromMinutes(5);

    public override async Task<ClosedDonorCase> RunAsync(TaskOrchestrationContext context, CaseNumber caseNumber)
    {
        OrganCarrier carrier = new(context, caseNumber);
        int seen = 0;
        for (int round = 0; round < RoundsPerHistory; round++)
        {
            OrganStanding standing = await carrier.CatchUp(refreshReadModels: round > 0);
            await SendAndTell(carrier, standing);
            foreach (StateVisit left in standing.LeftStates.Where(visit => visit.IsUnseen(seen, carrier.Now)))
            {
                await OnEntering(carrier, Enum.Parse<OrganState>(left.State), left.Version);
            }

            await OnEntering(carrier, standing.State, standing.StateVersion);
            seen = standing.StateVersion;
            if (standing.IsOver)
            {
                await carrier.OnEntering(standing.StateVersion, OrganActivities.Archive);
                return new ClosedDonorCase(caseNumber, standing.State, standing.Version);
            }

            // At every event and every minute: whatever has changed may have opened or closed a gate.
            TimeSpan good = standing.WatchesGates ? Minute : LongestWait;
            if (standing.IsBeforeStart && !carrier.HasJudged(standing, good) && await carrier.Judge(standing))
            {
                continue;
            }

            DateTimeOffset longest = standing.WatchesGates ? carrier.NextJudgement(Minute)
                : carrier.Now + (standing.State < Reporting ? LongestWaitOnTheWay : LongestWait);
            OrganAppointment? next = Ahead(standing, carrier).MinBy(appointment => appointment.At);
            if (next is null || next.At > carrier.Now)
            {
                await carrier.ChangeOr(next is { } ahead && ahead.At < longest ? ahead.At : longest);
            }
            else if (!await carrier.Keep(standing, next))
            {
                // Refused although it is due: the case has changed, or the clocks of two machines differ.
                await carrier.ChangeOr(carrier.Now + SecondLook);
            }
        }

        context.ContinueAsNew(caseNumber, preserveUnprocessedEvents: true);
        return new ClosedDonorCase(caseNumber, Reported, Version: 0); // never seen: the instance goes on under a new history
    }

    /// <summary>Signals go first: a hold is the most urgent thing that this system says.</summary>
    private static async Task SendAndTell(OrganCarrier carrier, OrganStanding standing)
    {
        foreach (SignalToSend signal in standing.Signals.OrderBy(signal => signal.Kind != SignalKind.Hold).ThenBy(signal => signal.Seq))
        {
            await carrier.Send(signal);
        }

        foreach (UntoldViolation violation in standing.UntoldViolations)
        {
            await carrier.Tell(violation);
        }
    }

    /// <summary>What the system owes when a case enters a state.</summary>
    private static async Task OnEntering(OrganCarrier carrier, OrganState state, int stateVersion)
    {
        switch (state)
        {
            case Reported:
                await carrier.Tell(stateVersion, OrganNoticeKind.Reported);
                break;
            case HandedOver:
                await carrier.OnEntering(stateVersion, OrganActivities.HandOn);
                break;
            case Aftercare:
                await carrier.OnEntering(stateVersion, OrganActivities.StartAftercare);
                break;
            case Closed:
                await carrier.OnEntering(stateVersion, OrganActivities.Contribute);
                break;
            case Recovered:
                await carrier.Tell(stateVersion, OrganNoticeKind.Recovered);
                break;
            case Misdirected:
                await carrier.Tell(stateVersion, OrganNoticeKind.Misdirected);
                break;
            case var ended when ended.IsEnding():
                await carrier.Tell(stateVersion, OrganNoticeKind.Ended);
                break;
        }
    }

    /// <summary>What falls due while nobody acts.</summary>
    private static IEnumerable<OrganAppointment> Ahead(OrganStanding standing, OrganCarrier carrier)
    {
        if (standing.Hold is { PhoneAt: { } phone } hold)
        {
            yield return new OrganAppointment.Step(phone, OrganSystemStep.CallForHold, hold.Seq);
            if (NextSending(hold, carrier) is { } sending && sending.At < phone)
            {
                yield return sending;
            }
        }

        if (standing.NextWaveAt is { } wave)
        {
            yield return new OrganAppointment.Wave(wave);
        }

        if (standing.LookAt is { } look)
        {
            yield return new OrganAppointment.Step(look, OrganSystemStep.LookForViolations);
        }

        if (standing.FinishAt is { } finish)
        {
            yield return new OrganAppointment.Step(finish, OrganSystemStep.Finish);
        }

        foreach (TaskCall call in standing.Calls)
        {
            yield return new OrganAppointment.Call(call.At, call);
        }
    }

    /// <summary>The hold again, every few seconds: the sending that is due by now, or the next one.</summary>
    private static OrganAppointment.SendHold NextSending(HoldToSend hold, OrganCarrier carrier)
    {
        int due = (int)((carrier.Now - hold.At).TotalSeconds / hold.RetrySeconds) + 1;
        int attempt = carrier.HasSent(hold.Seq, due) ? due + 1 : due;
        return new(hold.At.AddSeconds((attempt - 1) * (double)hold.RetrySeconds), hold.Seq, attempt);
    }
}
