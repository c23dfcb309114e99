using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;
using static Boai.Tests.Workflows.HardshipRelief.ReliefStaff;
using static Boai.Workflows.HardshipRelief.ReliefCommand;

namespace Boai.Tests.Workflows.HardshipRelief;

/// <summary>A case in any state, with urgent aid at any stage where that is asked for.</summary>
internal static class ReliefCarry
{
    public static Money UrgentAmount { get; } = new(100_000);

    /// <param name="urgent">Stage that an urgent payment of 1,000.00 has reached in the intake; null for none.</param>
    public static ReliefCase To(ReliefState state, ReliefExample example, PaymentStage? urgent = null)
        => state switch
        {
            ReliefState.Draft => ReliefCases.Draft(example),
            ReliefState.Submitted => ReliefCases.Submitted(example),
            _ => From(WithUrgent(ReliefCases.InIntake(example), urgent), state, example),
        };

    public static ReliefCase WithUrgent(this ReliefCase it, PaymentStage? stage) => stage switch
    {
        null => it,
        PaymentStage.Ordered => it.PaysUrgently(UrgentAmount),
        PaymentStage.Prepared => it.PaysUrgently(UrgentAmount).IsPrepared(),
        PaymentStage.Sent => it.PaysUrgently(UrgentAmount).IsSent(),
        PaymentStage.Paid => it.PaysUrgently(UrgentAmount).IsSent().IsPaid(),
        PaymentStage.Bounced => it.PaysUrgently(UrgentAmount).IsSent().Bounces(),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "An urgent payment is cancelled by leaving the way."),
    };

    public static ReliefCase IsCleared(this ReliefCase it) => it
        .Does(Lead2, new FileFinding(InvestigationFinding.Cleared), ReliefCase.Note)
        .Does(Auditor, new ConfirmFinding());

    public static ReliefCase IsProven(this ReliefCase it) => it
        .Does(Lead2, new FileFinding(InvestigationFinding.Proven), ReliefCase.Note)
        .Does(Auditor, new ConfirmFinding());

    public static ReliefCase IsSuspected(this ReliefCase it) => it.Does(Officer3, new Investigate("fraud-suspected"), ReliefCase.Note);

    public static Actor LevelOf(Money proposed) => proposed <= new Money(1_000_000) ? Lead : proposed <= new Money(5_000_000) ? CityHead : Executive;

    private static ReliefCase From(ReliefCase intake, ReliefState state, ReliefExample example) => state switch
    {
        ReliefState.Intake => intake,
        ReliefState.SupplementAwaited => intake.Does(Town, new RequestSupplement([ReliefDocuments.Diagnosis])),
        ReliefState.Verification => intake.IsAccepted(),
        ReliefState.FirstOpinion => From(intake, ReliefState.Verification, example).IsVerified(),
        ReliefState.Publicity => From(intake, ReliefState.FirstOpinion, example).IsProposed(example.Proposed).IsListed(),
        ReliefState.Reverification => From(intake, ReliefState.Publicity, example).IsObjectedTo(),
        ReliefState.RenewedPublicity => From(intake, ReliefState.Reverification, example).IsVerifiedAgain().IsListed(),
        ReliefState.Approval => From(intake, ReliefState.Publicity, example).HangsItsTime(),
        ReliefState.Payment => From(intake, ReliefState.Approval, example).IsApproved(example),
        ReliefState.PaymentFailed => From(intake, ReliefState.Payment, example).IsSent().Bounces(),
        ReliefState.Aided => From(intake, ReliefState.Payment, example).IsSent().IsPaid(),
        ReliefState.Refused => Refused(From(intake, ReliefState.Approval, example), example),
        ReliefState.Investigation => From(intake, ReliefState.Verification, example).IsSuspected(),
        ReliefState.Closed => From(intake, ReliefState.Refused, example).WhenDue().Does(ReliefStaff.System, new CloseRefused()),
        ReliefState.Withdrawn => intake.Does(example.OpenedBy, new CaseCommand.Withdraw()),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    // Where urgent aid was paid, a refusal is investigated first.
    private static ReliefCase Refused(ReliefCase approval, ReliefExample example)
    {
        ReliefCase refused = approval.Does(LevelOf(example.Proposed), new Refuse([RefusalGround.R02]), ReliefCase.Note);
        return refused.State == ReliefState.Investigation ? refused.IsCleared() : refused;
    }
}
