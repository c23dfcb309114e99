using System.Diagnostics;
using System.Globalization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.HardshipRelief.ReliefFact;

namespace Boai.Workflows.HardshipRelief;

/// <summary>What each event changes in the facts: nothing is decided here.</summary>
internal static class ReliefEvolution
{
    public static ReliefFacts Evolve(ReliefFacts facts, ReliefFact fact, CaseEvent happened) => fact switch
    {
        ApplicationSubmitted it => facts with { Application = it.Application },
        ApplicationScreened it => facts with { Screening = it.Findings },
        ApplicationAccepted => facts with { Accepted = true, AcceptedAt = happened.At },
        SupplementRequested it => facts with { Supplement = it.Supplement },
        SupplementExtended => facts with { Supplement = facts.Supplement! with { Extended = true, NoticeSent = false } },
        Supplemented it => facts with
        {
            Application = facts.Application! with { Consents = [.. facts.Application.Consents.Union(it.Consents, StringComparer.Ordinal)] },
        },
        SupplementNoticeSent => facts with { Supplement = facts.Supplement! with { NoticeSent = true } },
        UrgentPaymentOrdered it => facts with
        {
            Urgent = new UrgentAid(it.Payment.Amount, it.Payment.PaymentId, happened.ActorId),
            Payments = [.. facts.Payments, it.Payment],
        },
        UrgentCompletionMissed => facts with { Urgent = facts.Urgent! with { Missed = true } },
        VerificationFiled it => facts with { Verification = it.Report },
        VerificationConfirmed => facts with { Verification = Confirmed(facts.Verification!, happened) },
        ReverificationFiled it => facts with { Reverifications = [.. facts.Reverifications, it.Report] },
        ReverificationConfirmed => facts with
        {
            Reverifications = [.. facts.Reverifications.SkipLast(1), Confirmed(facts.Reverifications[^1], happened)],
            Objections = [.. facts.Objections.Select(objection => objection with { Answered = true })],
            Publicity = [.. facts.Publicity, new PublicityRun(Renewed: true)],
        },
        OpinionFiled it => facts with { Opinion = it.Opinion },
        OpinionConfirmed => facts with
        {
            Opinion = facts.Opinion! with { Second = happened.ActorId, ConfirmedAt = happened.At },
            Publicity = [.. facts.Publicity, new PublicityRun(Renewed: false)],
        },
        PublicityListed it => LastRun(facts, run => run with { ListingId = it.ListingId, ListedOn = it.On }),
        PublicityEvidenceFiled it => LastRun(facts, run => it.LastDay
            ? run with { LastDayEvidence = it.DocumentId }
            : run with { FirstDayEvidence = it.DocumentId }),
        PublicityEnded it => LastRun(facts, run => run with { LastDay = it.LastDay }) with { Approvals = [] },
        ObjectionRaised it => facts with { Objections = [.. facts.Objections, it.Objection] },
        PriorAidFound it => facts with { Screening = facts.Screening! with { Prior = it.Prior } },
        SplittingFound => facts with { SplittingDetected = true },
        ReliefFact.YearCapExceeded => facts with { YearCapExceeded = true },
        LevelApproved it => Approved(facts, it.Approval),
        AidGranted it => Granted(facts, it) with { GrantedAt = happened.At },
        CaseReturned it => Returned(facts, it.To),
        AidRefused it => Refused(facts, it),
        ReviewRequested it => facts with { Review = it.Review, Approvals = [] },
        RefusalUpheld => facts with { Review = facts.Review! with { Open = false }, Refusal = facts.Refusal! with { IsFinal = true } },
        PaymentPrepared it => Payment(facts, it.PaymentId, payment => payment with { Stage = PaymentStage.Prepared }),
        PaymentUnprepared it => Payment(facts, it.PaymentId, payment => payment with { Stage = PaymentStage.Ordered }),
        PaymentSent it => Payment(facts, it.PaymentId, payment => payment with { Stage = PaymentStage.Sent, Tries = payment.Tries + 1 }),
        PaymentConfirmed it => Paid(facts, it),
        PaymentBounced it => Payment(facts, it.PaymentId, payment => payment with
        {
            Stage = PaymentStage.Bounced, BankReason = it.BankReason,
        }),
        PayeeCorrected it => Payment(facts, it.PaymentId, payment => payment with { Stage = PaymentStage.Ordered }) with
        {
            Application = facts.Application! with { Payee = it.Payee },
        },
        PaymentReconciled it => Payment(facts, it.PaymentId, payment => payment with { Reconciled = true }),
        ReceiptConfirmed => facts with { ReceiptConfirmedAt = happened.At },
        FollowUpRecorded it => facts with
        {
            FollowUps = [.. facts.FollowUps.Select(call => call.AfterDays == it.AfterDays
                ? call with { Outcome = it.Outcome, DoneAt = happened.At }
                : call)],
        },
        InvestigationOpened it => facts with { Inquiry = it.Inquiry },
        FindingFiled it => facts with { Inquiry = facts.Inquiry! with { Finding = it.Finding, FoundBy = it.By, FoundByRole = it.ByRole } },
        SuspicionCleared => facts with { Inquiry = null },
        SuspicionProven it => WithoutOpenPayments(facts) with { Inquiry = facts.Inquiry! with { Proven = true, ToRecover = it.ToRecover } },
        RecoverySettled it => facts with { Inquiry = facts.Inquiry! with { Recovered = it.Recovered } },
        ApplicationWithdrawn or DeemedWithdrawn => WithoutOpenPayments(facts),
        EntryCorrected it => Corrected(facts, it),
        CaseReopened it => Reopened(facts, it.To),
        DraftPurged or RefusalClosed or AidClosed => facts,
        _ => throw new UnreachableException($"No such fact: {fact.GetType().Name}"),
    };

    /// <summary>The first approval in a review is the review's answer; the levels above it decide as usual.</summary>
    public static ReliefFacts Approved(ReliefFacts facts, LevelApproval approval) => facts with
    {
        Approvals = [.. facts.Approvals, approval],
        Review = facts.Review is null ? null : facts.Review with { Open = false },
    };

    public static ReliefFacts Granted(ReliefFacts facts, AidGranted it) => facts with
    {
        Granted = it.Amount,
        Payments = it.Payment is null ? facts.Payments : [.. facts.Payments, it.Payment],
        FollowUps = it.FollowUps ?? facts.FollowUps,
    };

    /// <summary>A refusal is a new decision: nothing more is paid, and its own review may be asked for.</summary>
    public static ReliefFacts Refused(ReliefFacts facts, AidRefused it)
        => WithoutOpenPayments(facts) with { Refusal = it.Refusal, Review = null, Approvals = [] };

    private static VisitReport Confirmed(VisitReport report, CaseEvent happened)
        => report with { Second = happened.ActorId, ConfirmedAt = happened.At };

    private static ReliefFacts LastRun(ReliefFacts facts, Func<PublicityRun, PublicityRun> how)
        => facts with { Publicity = [.. facts.Publicity.SkipLast(1), how(facts.Publicity[^1])] };

    private static ReliefFacts Payment(ReliefFacts facts, string paymentId, Func<ReliefPayment, ReliefPayment> how)
        => facts with { Payments = [.. facts.Payments.Select(payment => payment.PaymentId == paymentId ? how(payment) : payment)] };

    private static ReliefFacts Paid(ReliefFacts facts, PaymentConfirmed it)
    {
        ReliefFacts paid = Payment(facts, it.PaymentId, payment => payment with
        {
            Stage = PaymentStage.Paid, PaidOn = it.PaidOn, BankReference = it.BankReference, BankReason = null,
        });
        return paid with
        {
            Urgent = paid.Urgent is { } urgent && urgent.PaymentId == it.PaymentId ? urgent with { CompleteBy = it.CompleteBy } : paid.Urgent,
            FollowUps = it.FollowUps is [] ? paid.FollowUps : it.FollowUps,
        };
    }

    private static ReliefFacts WithoutOpenPayments(ReliefFacts facts) => facts with
    {
        Payments = [.. facts.Payments.Select(payment => payment.Stage is PaymentStage.Ordered or PaymentStage.Prepared or PaymentStage.Bounced
            ? payment with { Stage = PaymentStage.Cancelled }
            : payment)],
    };

    private static ReliefFacts Returned(ReliefFacts facts, ReliefState to) => facts with
    {
        Approvals = [],
        Opinion = null,
        Granted = null,
        Verification = to == ReliefState.FirstOpinion ? facts.Verification : null,
        Review = facts.Review is null ? null : facts.Review with { Open = false },
        Accepted = to != ReliefState.Intake && facts.Accepted,
    };

    private static ReliefFacts Reopened(ReliefFacts facts, ReliefState to) => to == ReliefState.Aided
        ? facts
        : Returned(facts, to) with { Refusal = null, Review = null, Inquiry = null, Supplement = null };

    private static ReliefFacts Corrected(ReliefFacts facts, EntryCorrected it) => it.Field switch
    {
        ShellStage.CorrectableCause => facts with { Application = facts.Application! with { Cause = Enum.Parse<ReliefCause>(it.Value!) } },
        ShellStage.CorrectableMembers => facts with
        {
            Application = facts.Application! with { Members = int.Parse(it.Value!, CultureInfo.InvariantCulture) },
        },
        ShellStage.CorrectableAsked => facts with
        {
            Application = facts.Application! with { Asked = new Money(long.Parse(it.Value!, CultureInfo.InvariantCulture)) },
        },
        _ => facts,
    };
}
