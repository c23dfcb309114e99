using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.DurableTask;
using static Boai.Workflows.HardshipRelief.ReliefState;

namespace Boai.Workflows.HardshipRelief;

/// <summary>REL-01 困难救助审批: carries one case from the form to the archive (handbook §5.2).</summary>
/// <remarks>
/// The case partition is the truth. People decide there; this orchestration does what the system owes at each state: it publishes, pays,
/// tells, and keeps every clock. It never relies on being told: each wait also ends at the next instant that matters, and once a day.
/// Instance id is the case number.
/// </remarks>
public sealed class HardshipReliefApplication : TaskOrchestrator<CaseNumber, ClosedCase>
{
    /// <summary>Rounds after which the history begins anew: a follow-up lasts half a year.</summary>
    public const int RoundsPerHistory = 60;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWaitAfterAid = TimeSpan.FromDays(7);

    public override async Task<ClosedCase> RunAsync(TaskOrchestrationContext context, CaseNumber caseNumber)
    {
        ReliefCarrier carrier = new(context, caseNumber);
        int seen = 0;
        for (int round = 0; round < RoundsPerHistory; round++)
        {
            ReliefStanding standing = await carrier.CatchUp(refreshReadModels: round > 0);
            await TellOfPassed(carrier, standing, seen);
            if (standing is { State: Publicity or RenewedPublicity, IsListed: false, ResumeAt: null })
            {
                await PutUpTheList(carrier, standing);
                continue;
            }

            await OnEntering(carrier, standing);
            seen = standing.StateVersion;
            await Payments(carrier, standing);
            if (standing.IsOver)
            {
                await carrier.Archive(standing);
                return new ClosedCase(caseNumber, standing.State, standing.Version);
            }

            Appointment? next = Ahead(standing).MinBy(appointment => appointment.At);
            if (next is null || next.At > carrier.Now)
            {
                await carrier.ChangeOr(next?.At, standing.State == Aided ? LongestWaitAfterAid : LongestWait);
            }
            else if (!await carrier.Keep(standing, next))
            {
                // Refused although it is due: the case has changed, or the clocks of two machines differ.
                await carrier.ChangeOr(instant: null, SecondLook);
            }
        }

        context.ContinueAsNew(caseNumber, preserveUnprocessedEvents: true);
        return new ClosedCase(caseNumber, Draft, Version: 0); // never seen: the instance goes on under a new history
    }

    /// <summary>What is still to be told of states through which people took the case while this did not look.</summary>
    private static async Task TellOfPassed(ReliefCarrier carrier, ReliefStanding standing, int seen)
    {
        foreach ((ReliefNoticeKind kind, StateVisit visit) in standing.News.Where(news => news.Visit.IsUnseen(seen, carrier.Now)))
        {
            await carrier.Tell(visit, kind);
            if (kind == ReliefNoticeKind.Granted && standing.FiledWithCity)
            {
                await carrier.Tell(visit, ReliefNoticeKind.FiledWithCity);
            }
        }
    }

    /// <summary>What the system owes when a case enters a state.</summary>
    private static async Task OnEntering(ReliefCarrier carrier, ReliefStanding standing)
    {
        switch (standing.State)
        {
            case SupplementAwaited:
                await carrier.Tell(standing, ReliefNoticeKind.SupplementList);
                break;
            case Verification when standing.IsNews:
                await carrier.Tell(standing, ReliefNoticeKind.Accepted);
                break;
            case Publicity when standing.IsListed:
                await carrier.Tell(standing, ReliefNoticeKind.Listed);
                break;
            case Approval when standing.InReview:
                await carrier.Tell(standing, ReliefNoticeKind.ReviewOpened);
                break;
            case Payment when standing.IsNews:
                await carrier.Tell(standing, ReliefNoticeKind.Granted);
                if (standing.FiledWithCity)
                {
                    await carrier.Tell(standing, ReliefNoticeKind.FiledWithCity);
                }

                break;
            case PaymentFailed:
                await carrier.Tell(standing, ReliefNoticeKind.AccountToCorrect);
                break;
            case Aided:
                await carrier.Tell(standing, ReliefNoticeKind.Paid);
                break;
            case Refused:
                await carrier.Tell(standing, standing.RefusalIsFinal ? ReliefNoticeKind.RefusalUpheld : ReliefNoticeKind.Refused);
                break;
            case Investigation:
                await carrier.Tell(standing, ReliefNoticeKind.InvestigationOpened);
                break;
            case Withdrawn:
                await carrier.Unpublish(standing);
                await carrier.Tell(standing, ReliefNoticeKind.Withdrawn);
                break;
        }
    }

    /// <summary>The days of the list count from its being up; who objected hears first what the second visit found.</summary>
    private static async Task PutUpTheList(ReliefCarrier carrier, ReliefStanding standing)
    {
        if (standing.State == RenewedPublicity)
        {
            await carrier.Tell(standing, ReliefNoticeKind.ObjectionAnswered);
        }

        await carrier.Publish(standing);
    }

    /// <summary>What was ordered goes to the payment desk, what was paid into the aid record, what was cancelled back to its fund.</summary>
    private static async Task Payments(ReliefCarrier carrier, ReliefStanding standing)
    {
        foreach (string payment in standing.PaymentsOrdered.Where(_ => standing.State != Investigation && standing.ResumeAt is null))
        {
            await carrier.Order(standing, payment);
        }

        foreach (string payment in standing.PaymentsPaid)
        {
            await carrier.Pay(ReliefActivities.RecordAid, payment);
        }

        foreach (string payment in standing.PaymentsCancelled)
        {
            await carrier.Pay(ReliefActivities.CancelPayment, payment);
        }
    }

    /// <summary>What falls due while nobody decides.</summary>
    private static IEnumerable<Appointment> Ahead(ReliefStanding standing)
    {
        if (standing.ResumeAt is { } resume)
        {
            yield return new(resume, ReliefSystemStep.Resume);
        }

        if (standing.UrgentCompleteBy is { } late)
        {
            yield return new(late, ReliefSystemStep.MissUrgentCompletion);
        }

        if (standing.SupplementNoticeAt is { } notice)
        {
            yield return new(notice, ReliefSystemStep.SendSupplementNotice);
        }

        if (standing.CloseAt is { } close)
        {
            yield return new(close, ReliefSystemStep.CloseAided);
        }

        if (standing.DueAt is { } due && AtTheEndOf(standing) is { } step)
        {
            yield return new(due, step);
        }

        foreach (TaskCall call in standing.Calls)
        {
            yield return new(call.At, call);
        }
    }

    private static ReliefSystemStep? AtTheEndOf(ReliefStanding standing) => standing.State switch
    {
        Draft => ReliefSystemStep.PurgeDraft,
        Submitted => ReliefSystemStep.Screen,
        SupplementAwaited => ReliefSystemStep.LapseSupplement,
        Publicity or RenewedPublicity when standing.IsListed => ReliefSystemStep.EndPublicity,
        Refused => ReliefSystemStep.CloseRefused,
        _ => null,
    };
}
