using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Every act of handbook §5.2, one record each. What all programmes share comes as <see cref="Shell"/>.</summary>
public abstract record ReliefCommand
{
    private ReliefCommand() { }

    /// <summary>The name by which <see cref="ReliefTransitions"/> knows the act.</summary>
    public string Name => this is Shell shell ? shell.Command.GetType().Name : GetType().Name;

    /// <summary>An act of the case shell: documents, withdrawal, suspension, legal hold, correction, reopening, reminders.</summary>
    public sealed record Shell(CaseCommand Command) : ReliefCommand;

    // 1 and 2: draft and submission

    /// <summary>The finished form of a draft.</summary>
    public sealed record Submit(ReliefApplication Application) : ReliefCommand;

    /// <summary>A draft that was never sent is destroyed.</summary>
    public sealed record PurgeDraft : ReliefCommand;

    /// <summary>The checks that need no person: region, duplicates, related staff.</summary>
    public sealed record Screen(Screening Findings) : ReliefCommand;

    // 3: intake

    public sealed record Accept : ReliefCommand;

    /// <param name="Items">The whole list; it can be sent once.</param>
    public sealed record RequestSupplement(IReadOnlyList<string> Items) : ReliefCommand;

    public sealed record ExtendSupplement : ReliefCommand;

    public sealed record SendSupplementNotice : ReliefCommand;

    /// <summary>The applicant has filed what was asked for.</summary>
    /// <param name="Consents">Consents that were missing and are given now.</param>
    public sealed record Supply(IReadOnlyList<string> Consents) : ReliefCommand;

    public sealed record LapseSupplement : ReliefCommand;

    /// <param name="FundId">Where the money comes from; reserved before.</param>
    public sealed record PayUrgently(Money Amount, string FundId) : ReliefCommand;

    /// <summary>The time to complete the file after an urgent payment is over.</summary>
    public sealed record MissUrgentCompletion : ReliefCommand;

    // 4 and 6R: verification

    /// <summary>The first of two persons files the visit's result.</summary>
    public sealed record FileVerification(VisitKind Visit, VerificationFinding Finding, CivilAffairsResult CivilAffairs, bool PayeeVerified)
        : ReliefCommand;

    /// <summary>The second person confirms it.</summary>
    public sealed record ConfirmVerification : ReliefCommand;

    public sealed record FileReverification(VisitKind Visit, VerificationFinding Finding, CivilAffairsResult CivilAffairs, bool PayeeVerified)
        : ReliefCommand;

    public sealed record ConfirmReverification : ReliefCommand;

    // 5: first opinion

    /// <param name="RelatedStaff">Related persons found in the check of this step; empty when none.</param>
    public sealed record FileOpinion(Money Proposed, IReadOnlyList<string> RelatedStaff) : ReliefCommand;

    public sealed record ConfirmOpinion : ReliefCommand;

    // 6: publicity

    /// <summary>The list is on the web: the run's days begin.</summary>
    public sealed record ListPublicly(string ListingId) : ReliefCommand;

    /// <summary>A photograph of the board.</summary>
    /// <param name="LastDay">Of the last day rather than of the first.</param>
    /// <param name="TakenOn">Beijing day of the photograph.</param>
    public sealed record FilePublicityEvidence(bool LastDay, string DocumentId, DateOnly TakenOn) : ReliefCommand;

    /// <param name="Prior">The household's other aid as it is now; null to keep what the screening found.</param>
    public sealed record EndPublicity(PriorAid? Prior) : ReliefCommand;

    /// <summary>Anybody objects.</summary>
    public sealed record RaiseObjection(string ObjectionId) : ReliefCommand;

    // 7: approval

    /// <param name="MinutesId">Number of the minutes where the level decides collectively; null elsewhere.</param>
    /// <param name="Prior">The household's other aid as it is now.</param>
    public sealed record Approve(Money Amount, string FundId, string? MinutesId, PriorAid Prior) : ReliefCommand;

    /// <param name="To"><see cref="ReliefState.Verification"/>, <see cref="ReliefState.FirstOpinion"/>, or in a review of a case that was
    /// never accepted <see cref="ReliefState.Intake"/>.</param>
    public sealed record Return(ReliefState To) : ReliefCommand;

    /// <summary>Refuses with every ground: at intake as out of scope, after the first opinion, or instead of an approval.</summary>
    public sealed record Refuse(IReadOnlyList<RefusalGround> Grounds) : ReliefCommand;

    // 10: review of a refusal

    public sealed record RequestReview : ReliefCommand;

    public sealed record UpholdRefusal : ReliefCommand;

    /// <summary>Nobody asked for a review in time, or the review is over.</summary>
    public sealed record CloseRefused : ReliefCommand;

    // 8: payment

    public sealed record PreparePayment(string PaymentId) : ReliefCommand;

    /// <summary>The batch was dissolved before the bank got it.</summary>
    public sealed record UnpreparePayment(string PaymentId) : ReliefCommand;

    public sealed record SendPayment(string PaymentId) : ReliefCommand;

    /// <param name="BankReference">The bank's transaction number.</param>
    public sealed record ConfirmPayment(string PaymentId, Money Amount, DateOnly PaidOn, string BankReference) : ReliefCommand;

    public sealed record BouncePayment(string PaymentId, string BankReason) : ReliefCommand;

    /// <param name="HomeVisit">Whether an officer checked the account in person: needed once the bank's tries are used up.</param>
    public sealed record CorrectPayee(string PaymentId, Payee Payee, bool HomeVisit) : ReliefCommand;

    public sealed record ReconcilePayment(string PaymentId) : ReliefCommand;

    // 9: after the aid

    public sealed record ConfirmReceipt : ReliefCommand;

    public sealed record RecordFollowUp(int AfterDays, FollowUpOutcome Outcome) : ReliefCommand;

    public sealed record CloseAided : ReliefCommand;

    // 11: investigation

    public sealed record Investigate(string CauseCode) : ReliefCommand;

    public sealed record FileFinding(InvestigationFinding Finding) : ReliefCommand;

    public sealed record ConfirmFinding : ReliefCommand;

    /// <summary>The recovery (追回) is done, or handed over to the authorities (移送).</summary>
    /// <param name="Recovered">From zero to what was to be paid back.</param>
    public sealed record SettleRecovery(Money Recovered, bool HandedOver) : ReliefCommand;
}
