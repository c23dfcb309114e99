using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>What an event changes in the facts. The names are the events' kinds and are never renamed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ApplicationSubmitted), nameof(ApplicationSubmitted))]
[JsonDerivedType(typeof(DraftPurged), nameof(DraftPurged))]
[JsonDerivedType(typeof(ApplicationScreened), nameof(ApplicationScreened))]
[JsonDerivedType(typeof(ApplicationAccepted), nameof(ApplicationAccepted))]
[JsonDerivedType(typeof(SupplementRequested), nameof(SupplementRequested))]
[JsonDerivedType(typeof(SupplementExtended), nameof(SupplementExtended))]
[JsonDerivedType(typeof(SupplementNoticeSent), nameof(SupplementNoticeSent))]
[JsonDerivedType(typeof(Supplemented), nameof(Supplemented))]
[JsonDerivedType(typeof(DeemedWithdrawn), nameof(DeemedWithdrawn))]
[JsonDerivedType(typeof(ApplicationWithdrawn), nameof(ApplicationWithdrawn))]
[JsonDerivedType(typeof(UrgentPaymentOrdered), nameof(UrgentPaymentOrdered))]
[JsonDerivedType(typeof(UrgentCompletionMissed), nameof(UrgentCompletionMissed))]
[JsonDerivedType(typeof(VerificationFiled), nameof(VerificationFiled))]
[JsonDerivedType(typeof(VerificationConfirmed), nameof(VerificationConfirmed))]
[JsonDerivedType(typeof(ReverificationFiled), nameof(ReverificationFiled))]
[JsonDerivedType(typeof(ReverificationConfirmed), nameof(ReverificationConfirmed))]
[JsonDerivedType(typeof(OpinionFiled), nameof(OpinionFiled))]
[JsonDerivedType(typeof(OpinionConfirmed), nameof(OpinionConfirmed))]
[JsonDerivedType(typeof(PublicityListed), nameof(PublicityListed))]
[JsonDerivedType(typeof(PublicityEvidenceFiled), nameof(PublicityEvidenceFiled))]
[JsonDerivedType(typeof(PublicityEnded), nameof(PublicityEnded))]
[JsonDerivedType(typeof(ObjectionRaised), nameof(ObjectionRaised))]
[JsonDerivedType(typeof(PriorAidFound), nameof(PriorAidFound))]
[JsonDerivedType(typeof(SplittingFound), nameof(SplittingFound))]
[JsonDerivedType(typeof(YearCapExceeded), nameof(YearCapExceeded))]
[JsonDerivedType(typeof(LevelApproved), nameof(LevelApproved))]
[JsonDerivedType(typeof(AidGranted), nameof(AidGranted))]
[JsonDerivedType(typeof(CaseReturned), nameof(CaseReturned))]
[JsonDerivedType(typeof(AidRefused), nameof(AidRefused))]
[JsonDerivedType(typeof(ReviewRequested), nameof(ReviewRequested))]
[JsonDerivedType(typeof(RefusalUpheld), nameof(RefusalUpheld))]
[JsonDerivedType(typeof(RefusalClosed), nameof(RefusalClosed))]
[JsonDerivedType(typeof(PaymentPrepared), nameof(PaymentPrepared))]
[JsonDerivedType(typeof(PaymentUnprepared), nameof(PaymentUnprepared))]
[JsonDerivedType(typeof(PaymentSent), nameof(PaymentSent))]
[JsonDerivedType(typeof(PaymentConfirmed), nameof(PaymentConfirmed))]
[JsonDerivedType(typeof(PaymentBounced), nameof(PaymentBounced))]
[JsonDerivedType(typeof(PayeeCorrected), nameof(PayeeCorrected))]
[JsonDerivedType(typeof(PaymentReconciled), nameof(PaymentReconciled))]
[JsonDerivedType(typeof(ReceiptConfirmed), nameof(ReceiptConfirmed))]
[JsonDerivedType(typeof(FollowUpRecorded), nameof(FollowUpRecorded))]
[JsonDerivedType(typeof(AidClosed), nameof(AidClosed))]
[JsonDerivedType(typeof(InvestigationOpened), nameof(InvestigationOpened))]
[JsonDerivedType(typeof(FindingFiled), nameof(FindingFiled))]
[JsonDerivedType(typeof(SuspicionCleared), nameof(SuspicionCleared))]
[JsonDerivedType(typeof(SuspicionProven), nameof(SuspicionProven))]
[JsonDerivedType(typeof(RecoverySettled), nameof(RecoverySettled))]
[JsonDerivedType(typeof(EntryCorrected), nameof(EntryCorrected))]
[JsonDerivedType(typeof(CaseReopened), nameof(CaseReopened))]
public abstract record ReliefFact
{
    private ReliefFact() { }

    public sealed record ApplicationSubmitted(ReliefApplication Application) : ReliefFact;

    public sealed record DraftPurged : ReliefFact;

    public sealed record ApplicationScreened(Screening Findings) : ReliefFact;

    public sealed record ApplicationAccepted : ReliefFact;

    public sealed record SupplementRequested(Supplement Supplement) : ReliefFact;

    public sealed record SupplementExtended : ReliefFact;

    public sealed record SupplementNoticeSent : ReliefFact;

    /// <param name="Consents">Consents that were missing and are given now.</param>
    public sealed record Supplemented(IReadOnlyList<string> Consents) : ReliefFact;

    /// <summary>视为撤回: the time to supplement ran out.</summary>
    public sealed record DeemedWithdrawn : ReliefFact;

    public sealed record ApplicationWithdrawn : ReliefFact;

    public sealed record UrgentPaymentOrdered(ReliefPayment Payment) : ReliefFact;

    public sealed record UrgentCompletionMissed : ReliefFact;

    public sealed record VerificationFiled(VisitReport Report) : ReliefFact;

    public sealed record VerificationConfirmed : ReliefFact;

    public sealed record ReverificationFiled(VisitReport Report) : ReliefFact;

    public sealed record ReverificationConfirmed : ReliefFact;

    public sealed record OpinionFiled(Opinion Opinion) : ReliefFact;

    public sealed record OpinionConfirmed : ReliefFact;

    public sealed record PublicityListed(string ListingId, DateOnly On) : ReliefFact;

    public sealed record PublicityEvidenceFiled(bool LastDay, string DocumentId) : ReliefFact;

    public sealed record PublicityEnded(DateOnly LastDay) : ReliefFact;

    public sealed record ObjectionRaised(Objection Objection) : ReliefFact;

    public sealed record PriorAidFound(PriorAid Prior) : ReliefFact;

    public sealed record SplittingFound(Money Together) : ReliefFact;

    public sealed record YearCapExceeded(Money Together) : ReliefFact;

    public sealed record LevelApproved(LevelApproval Approval) : ReliefFact;

    /// <param name="Payment">What is still to be paid; null when the urgent aid was all of it.</param>
    /// <param name="FollowUps">Planned calls where nothing is left to be paid; null elsewhere.</param>
    public sealed record AidGranted(Money Amount, ReliefPayment? Payment, IReadOnlyList<FollowUp>? FollowUps = null) : ReliefFact;

    public sealed record CaseReturned(ReliefState To) : ReliefFact;

    public sealed record AidRefused(Refusal Refusal) : ReliefFact;

    public sealed record ReviewRequested(Review Review) : ReliefFact;

    public sealed record RefusalUpheld : ReliefFact;

    public sealed record RefusalClosed : ReliefFact;

    public sealed record PaymentPrepared(string PaymentId) : ReliefFact;

    public sealed record PaymentUnprepared(string PaymentId) : ReliefFact;

    public sealed record PaymentSent(string PaymentId) : ReliefFact;

    /// <param name="CompleteBy">Of urgent aid: when the file must be complete.</param>
    /// <param name="FollowUps">Planned calls of a sampled case.</param>
    public sealed record PaymentConfirmed(
        string PaymentId, DateOnly PaidOn, string BankReference, DateTimeOffset? CompleteBy, IReadOnlyList<FollowUp> FollowUps) : ReliefFact;

    public sealed record PaymentBounced(string PaymentId, string BankReason) : ReliefFact;

    public sealed record PayeeCorrected(string PaymentId, Payee Payee) : ReliefFact;

    public sealed record PaymentReconciled(string PaymentId) : ReliefFact;

    public sealed record ReceiptConfirmed : ReliefFact;

    public sealed record FollowUpRecorded(int AfterDays, FollowUpOutcome Outcome) : ReliefFact;

    public sealed record AidClosed : ReliefFact;

    public sealed record InvestigationOpened(Inquiry Inquiry) : ReliefFact;

    public sealed record FindingFiled(InvestigationFinding Finding, string By, string ByRole) : ReliefFact;

    public sealed record SuspicionCleared : ReliefFact;

    public sealed record SuspicionProven(Money ToRecover) : ReliefFact;

    public sealed record RecoverySettled(Money Recovered, bool HandedOver) : ReliefFact;

    /// <param name="Field">Null when the note alone corrects.</param>
    public sealed record EntryCorrected(int Of, string? Field, string? Value) : ReliefFact;

    public sealed record CaseReopened(ReliefState To) : ReliefFact;
}
