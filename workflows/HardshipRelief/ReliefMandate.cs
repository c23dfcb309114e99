using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>What a hardship-relief case says about one of its payments (I-27).</summary>
public static class ReliefMandate
{
    private static readonly ReliefState[] OfUrgentAid =
    [
        ReliefState.Intake, ReliefState.SupplementAwaited, ReliefState.Verification, ReliefState.FirstOpinion, ReliefState.Publicity,
        ReliefState.Reverification, ReliefState.RenewedPublicity, ReliefState.Approval, ReliefState.Payment,
    ];

    /// <returns>Null when the case does not ask for this payment, or no longer.</returns>
    public static PaymentMandate? Of(CaseFile<ReliefFacts> file, PaymentId payment)
    {
        (CaseHead head, ReliefFacts facts) = file;
        ReliefPayment? ordered = facts.Payments.FirstOrDefault(known => known.PaymentId == payment.Value && known.Stage != PaymentStage.Cancelled);
        if (ordered is null || facts.Application is not { } application)
        {
            return null;
        }

        return new PaymentMandate
        {
            Payment = payment,
            Amount = ordered.Amount,
            Approved = facts.Granted ?? facts.Urgent?.Amount ?? Money.Zero,
            OtherPayments = facts.Payments
                .Where(other => other.PaymentId != payment.Value && other.Stage != PaymentStage.Cancelled)
                .Aggregate(Money.Zero, (sum, other) => sum + other.Amount),
            Basis = ordered.IsUrgent ? PaymentBasis.Urgent : PaymentBasis.AfterPublicity,
            ApprovedOn = ChinaCalendar.DateOf(ordered.OrderedAt),
            PublicityLastDay = facts.LastRun is { IsComplete: true } run ? run.LastDay : null,
            PayeeStanding = StandingOf(application.Payee),
            PayeeVerified = ReliefPayees.Check(file, visited: true) is null,
            Frozen = head.Suspension is not null || !IsPayable(head.StateOf(), ordered),
            Unit = head.Owner,
            Division = application.Division ?? head.Owner,
            Fund = FundId.Parse(ordered.FundId),
            Cause = application.Cause.ToString(),
            Payee = application.Applicant,
            Household = application.Household,
        };
    }

    private static bool IsPayable(ReliefState state, ReliefPayment payment)
        => payment.IsUrgent ? OfUrgentAid.Contains(state) : state is ReliefState.Payment or ReliefState.PaymentFailed;

    private static PayeeStanding StandingOf(Payee payee) => payee switch
    {
        { HolderMatches: false } => PayeeStanding.ThirdParty,
        { Relation: PayeeRelation.Guardian } => PayeeStanding.Guardian,
        { Relation: PayeeRelation.Authorised } => PayeeStanding.Authorised,
        _ => PayeeStanding.Beneficiary,
    };
}
