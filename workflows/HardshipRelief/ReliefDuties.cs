using Boai.Workflows.Cases;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Which duty each act is: what duty separation and recusal look at (I-11).</summary>
internal static class ReliefDuties
{
    /// <summary>The duty of handing in a form.</summary>
    public static Duty OfApplicant(Actor actor) => actor.Role == Roles.Village ? Duty.Nominate : Duty.Apply;

    /// <summary>The duties that a person must be free to take on for an act, in this state; empty for acts that hinder nobody.</summary>
    public static IReadOnlyList<Duty> Of(ReliefCommand command, CaseFile<ReliefFacts> file, Actor actor) => command switch
    {
        Submit => [OfApplicant(actor)],
        Accept or RequestSupplement => [Duty.Review],
        Refuse when file.Head.StateOf() == ReliefState.Intake => [Duty.Review],
        Refuse when file.Head.StateOf() == ReliefState.FirstOpinion => [Duty.Opine],
        FileVerification or ConfirmVerification => [Duty.Verify],
        FileReverification or ConfirmReverification => [Duty.Reverify],
        FileOpinion or ConfirmOpinion => [Duty.Opine],
        PayUrgently => [Duty.Approve],

        // A review looks at what others decided: whoever grants after it must be free of both.
        Approve when file.Facts.Review is { Open: true } => [Duty.ReviewRefusal, Duty.Approve],
        Refuse or Return or UpholdRefusal when file.Facts.Review is { Open: true } => [Duty.ReviewRefusal],
        Approve or Return or Refuse => [Duty.Approve],
        UpholdRefusal => [Duty.ReviewRefusal],

        PreparePayment or UnpreparePayment => [Duty.PreparePayment],
        SendPayment => [Duty.Pay],
        ReconcilePayment => [Duty.Reconcile],
        RecordFollowUp => [Duty.FollowUp],
        FileFinding or ConfirmFinding => [Duty.Investigate],
        SettleRecovery or Shell { Command: CaseCommand.Reopen } => [Duty.HeadDecision],
        FilePublicityEvidence => [Duty.Post],
        CorrectPayee or Shell { Command: CaseCommand.SightDocument or CaseCommand.Suspend or CaseCommand.Correct } => [Duty.Handle],
        _ => [],
    };

    /// <summary>The change that puts an act's duties on record.</summary>
    /// <remarks>A grant after a review goes on record as the approval that it is: this keeps its author from all that a review would.</remarks>
    public static IEnumerable<HeadChange> Done(ReliefCommand command, CaseFile<ReliefFacts> file, Actor actor)
        => command is Approve
            ? [new HeadChange.DutyDone(Duty.Approve)]
            : Of(command, file, actor).Select(duty => new HeadChange.DutyDone(duty));
}
