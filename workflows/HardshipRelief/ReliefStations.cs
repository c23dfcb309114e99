using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>What entering a state starts: its clock and its tasks (handbook §5.2, columns Clock and Actor).</summary>
internal static class ReliefStations
{
    /// <summary>Kind of the task of checking what came in.</summary>
    public const string IntakeTask = "intake";

    /// <summary>Kind of the task of comparing a payment with the bank's statement.</summary>
    public const string Reconcile = "reconcile";

    private const string PayUrgently = "pay-urgently";
    private const string CorrectPayee = "correct-payee";

    /// <summary>Enters a state with its usual clock and tasks. Tasks about a payment outlive the state they were opened in.</summary>
    /// <param name="version">Sequence number of the event that enters.</param>
    public static HeadChange.Entered Enter(ReliefState state, CaseFile<ReliefFacts> file, int version, Deciding deciding)
    {
        if (state.IsTerminal())
        {
            DateOnly keepUntil = deciding.Today.AddYears(deciding.Policy.For(PolicyKeys.RetentionReliefYears).Years());
            return new(state.ToString(), Clock: null, Tasks: [], IsOver: true, keepUntil);
        }

        StateClock clock = new(Deadline.Start(PeriodOf(state, file.Facts, deciding.Policy), deciding.At, deciding.Calendar));
        CaseTask[] own = [.. TasksOf(state, file, version, clock, deciding)];
        IEnumerable<CaseTask> carried = file.Head.Tasks
            .Where(task => IsAboutAPayment(task) && (state != ReliefState.Investigation || task.Kind == Reconcile));
        return new(state.ToString(), clock, With(own, carried, file.Facts));
    }

    /// <summary>A state put aside earlier, with the time it had left; what the bank has answered meanwhile is no task any more.</summary>
    public static HeadChange.Entered EnterAgain(FrozenState frozen, CaseFile<ReliefFacts> file, Deciding deciding)
    {
        CaseTask[] resumed =
        [
            .. frozen.Tasks
                .Where(task => !IsAboutAPayment(task) || IsWanted(task, file.Facts))
                .Select(task => task with { Clock = task.Clock.ResumeAt(deciding.At, deciding.Calendar) }),
        ];
        return new(
            frozen.State.ToString(),
            frozen.Clock?.ResumeAt(deciding.At, deciding.Calendar),
            With(resumed, file.Head.Tasks.Where(IsAboutAPayment), file.Facts));
    }

    /// <summary>The present state, to be put aside.</summary>
    public static FrozenState Freeze(CaseHead head, DateTimeOffset at) => new(
        head.StateOf(), head.Clock?.StopAt(at), [.. head.Tasks.Select(task => task with { Clock = task.Clock.StopAt(at) })]);

    public static CaseTask Task(string kind, string[] roles, UnitCode unit, int version, StateClock clock)
        => new($"{kind}-{version}", kind, roles, unit, AssignedTo: null, clock);

    public static CaseTask IntakeTaskOf(UnitCode owner, int version, StateClock clock)
        => Task(IntakeTask, [Roles.Town, Roles.DistrictOfficer], owner, version, clock);

    private static CaseTask[] With(CaseTask[] own, IEnumerable<CaseTask> carried, ReliefFacts facts)
        => [.. own, .. carried.Where(task => IsWanted(task, facts) && own.All(other => other.Kind != task.Kind))];

    private static bool IsAboutAPayment(CaseTask task) => task.Kind is PayUrgently or CorrectPayee or Reconcile;

    private static bool IsWanted(CaseTask task, ReliefFacts facts) => facts.Payments.Any(payment => task.Kind switch
    {
        PayUrgently => payment is { IsUrgent: true, Stage: PaymentStage.Ordered or PaymentStage.Prepared or PaymentStage.Sent },
        CorrectPayee => payment is { Stage: PaymentStage.Bounced },
        _ => payment is { Stage: PaymentStage.Paid, Reconciled: false },
    });

    private static Period PeriodOf(ReliefState state, ReliefFacts facts, CasePolicy policy) => state switch
    {
        ReliefState.Draft => policy.For(PolicyKeys.CaseDraftPurgeDays).Period(),
        ReliefState.Intake => policy.For(PolicyKeys.ReliefIntakeWd).Period(),
        ReliefState.SupplementAwaited => policy.For(PolicyKeys.CaseSupplementDays).Period(),
        ReliefState.Verification or ReliefState.Reverification => policy.For(PolicyKeys.ReliefVerifyWd).Period(),
        ReliefState.FirstOpinion => policy.For(PolicyKeys.ReliefOpinionWd).Period(),
        ReliefState.Approval when facts.Review is { Open: true } => policy.For(PolicyKeys.CaseReviewDecideWd).Period(),
        ReliefState.Approval => policy.For(PolicyKeys.ReliefApprovalWd).Period(),
        ReliefState.Payment or ReliefState.PaymentFailed => policy.For(PolicyKeys.ReliefPaymentWd).Period(),
        ReliefState.Aided => Period.OfExactDays(policy.For(PolicyKeys.ReliefFollowUpDays).Numbers()[0]),
        ReliefState.Refused when facts.Refusal is { IsFinal: false } => policy.For(PolicyKeys.CaseReviewRequestWd).Period(),
        ReliefState.Investigation => policy.For(PolicyKeys.ReliefInvestigationWd).Period(),

        // Submitted, a list that is to be put up, a refusal that is final: the system's turn at once.
        _ => Period.OfMinutes(0),
    };

    private static IEnumerable<CaseTask> TasksOf(
        ReliefState state, CaseFile<ReliefFacts> file, int version, StateClock clock, Deciding deciding)
    {
        UnitCode owner = file.Head.Owner;
        switch (state)
        {
            case ReliefState.Intake:
                yield return IntakeTaskOf(owner, version, clock);
                break;
            case ReliefState.Verification:
                yield return Task("verify", [Roles.DistrictOfficer, Roles.Town, Roles.Village], owner, version, clock);
                break;
            case ReliefState.FirstOpinion:
                yield return Task("opine", [Roles.Town, Roles.DistrictOfficer], owner, version, clock);
                break;
            case ReliefState.Reverification:
                yield return Task("reverify", [Roles.DistrictOfficer, Roles.Town, Roles.CityOfficer], owner, version, clock);
                break;
            case ReliefState.Approval:
                string role = ApprovalStage.NextRole(file.Facts, deciding.Policy);
                yield return Task(
                    file.Facts.Review is { Open: true } ? "review" : "approve", [role],
                    role == Roles.DistrictLead ? owner : UnitCode.City, version, clock);
                break;
            case ReliefState.Payment:
                yield return Task("pay", [Roles.Accountant, Roles.Cashier], owner, version, clock);
                break;
            case ReliefState.PaymentFailed:
                yield return Task(PaymentStages.NeedsHomeVisit(file.Facts, deciding.Policy) ? "home-visit" : "correct-payee",
                    [Roles.DistrictOfficer], owner, version, clock);
                break;
            case ReliefState.Aided:
                foreach (CaseTask task in AfterAidStage.Tasks(file, version, deciding))
                {
                    yield return task;
                }

                break;
            case ReliefState.Investigation:
                yield return Task("investigate", [Roles.DistrictLead, Roles.Audit], owner, version, clock);
                break;
        }
    }
}
