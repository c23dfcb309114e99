using Boai.Workflows.Cases;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Which duty each act is: what duty separation and recusal look at (I-11).</summary>
internal static class ReliefDuties
{
    /// <summary>The duty of handing in a form.</summary>
    public static Duty OfApplicant(Actor actor) => actor.Role == Roles.Village ? Duty.Nominate : Duty.Apply;

    /// <summary>The duties that an act is, in this state; empty for acts that hinder nobody.</summary>
    public static IReadOnlyList<Duty> Of(ReliefCommand command, CaseFile<ReliefFacts> file) => command switch
    {
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
        Submit => [],
        CorrectPayee or Shell { Command: CaseCommand.SightDocument or CaseCommand.Suspend or CaseCommand.Correct } => [Duty.Handle],
        _ => [],
    };

    /// <summary>The change that puts an act's duties on record.</summary>
    public static IEnumerable<HeadChange> Done(ReliefCommand command, CaseFile<ReliefFacts> file)
        => Of(command, file).Select(duty => new HeadChange.DutyDone(duty));
}
