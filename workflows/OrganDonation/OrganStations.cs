using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.OrganDonation;

/// <summary>What entering a state starts: its clock and its tasks (handbook §7.3.2, columns Who and Clock).</summary>
internal static class OrganStations
{
    /// <summary>Tasks that outlive the state in which they were opened.</summary>
    private static readonly string[] Lasting = [TaskKinds.TellHead, TaskKinds.Violation, TaskKinds.PhoneHold, TaskKinds.MonthlyReport];

    /// <summary>Tasks that outlive a state as long as the procurement has not begun.</summary>
    private static readonly string[] LastingBeforeStart = [.. Lasting, TaskKinds.AssignWitness];

    public static HeadChange.Entered Enter(OrganState state, CaseFile<OrganFacts> file, int version, Deciding deciding)
    {
        OrganDeadlines deadlines = new(deciding.Policy, deciding.Calendar);
        string[] kept = state.IsBeforeStart() ? LastingBeforeStart : Lasting;
        CaseTask[] lasting = [.. file.Head.Tasks.Where(task => kept.Contains(task.Kind, StringComparer.Ordinal))];
        if (state == OrganState.Closed)
        {
            DateOnly keepUntil = deciding.Today.AddYears(deciding.Policy.For(PolicyKeys.RetentionDonorFileYears).Years());
            return new(nameof(OrganState.Closed), Clock: null, Tasks: [], IsOver: true, keepUntil);
        }

        StateClock? clock = ClockOf(state, deciding.At, deadlines);
        CaseTask[] own = [.. TasksOf(state, file, version, clock, deciding, deadlines)];
        return new(state.ToString(), clock, [.. own.Where(task => lasting.All(one => one.Id != task.Id)), .. lasting]);
    }

    public static CaseTask Task(string kind, string[] roles, UnitCode unit, int version, StateClock clock, string? staffId = null)
        => new($"{kind}-{version}", kind, roles, unit, staffId, clock);

    // A family's time has no limit and a theatre's none of ours: there the tasks alone remind, and only staff.
    private static StateClock? ClockOf(OrganState state, DateTimeOffset at, OrganDeadlines deadlines) => state switch
    {
        OrganState.Reported => deadlines.Clock(PolicyKeys.OrganReportedHumanMin, at),
        OrganState.Screening => deadlines.Clock(PolicyKeys.OrganScreeningMin, at),
        OrganState.Restoring => deadlines.Clock(PolicyKeys.OrganRestorationHours, at),
        OrganState.Aftercare => deadlines.Clock(PolicyKeys.OrganAftercareDays, at),
        OrganState.Recovered => deadlines.Clock(PolicyKeys.OrganRecoveredEraseDays, at),
        _ when state.IsErased() => deadlines.Clock(PolicyKeys.RetentionScreenedOutDays, at),
        _ when state.IsEnding() => new StateClock(new Deadline(Period.OfMinutes(0), at.ToUniversalTime(), at.ToUniversalTime())),
        _ => null,
    };

    private static IEnumerable<CaseTask> TasksOf(
        OrganState state, CaseFile<OrganFacts> file, int version, StateClock? clock, Deciding deciding, OrganDeadlines deadlines)
    {
        UnitCode owner = file.Head.Owner;
        StateClock remind = clock ?? deadlines.Clock(PolicyKeys.OrganTalkRemindHours, deciding.At);
        switch (state)
        {
            case OrganState.Reported:
                yield return Task(TaskKinds.Acknowledge, [Roles.DutyDesk, Roles.Coordinator], owner, version, remind);
                break;
            case OrganState.Screening:
                yield return Task(TaskKinds.Screen, [Roles.DutyDesk, Roles.Coordinator], owner, version, remind);
                break;
            case OrganState.FamilyTalk:
                yield return Task(TaskKinds.Talk, [Roles.Coordinator], owner, version, remind);
                break;
            case OrganState.Consent:
                yield return Task(TaskKinds.Consent, [Roles.Coordinator], owner, version, remind);
                break;
            case OrganState.Gates or OrganState.WitnessReady:
                yield return Task(TaskKinds.WatchGates, [Roles.DutyDesk], owner, version, remind);
                break;
            case OrganState.Procuring or OrganState.Restoring or OrganState.HandedOver:
                yield return Task(TaskKinds.Witness, [Roles.Coordinator], owner, version, remind);
                break;
            case OrganState.Reporting:
                foreach (CaseTask task in Reports(file, version, deadlines, deciding))
                {
                    yield return task;
                }

                break;
            case OrganState.Aftercare:
                yield return Task(TaskKinds.Aftercare, [Roles.CityOfficer], UnitCode.City, version, remind);
                break;
            case OrganState.Misdirected:
                yield return Task(
                    TaskKinds.LookAtMisdirected, [Roles.DataProtection, Roles.DutyDesk], UnitCode.City, version,
                    deadlines.Clock(PolicyKeys.OrganTalkRemindHours, deciding.At));
                break;
        }
    }

    private static IEnumerable<CaseTask> Reports(CaseFile<OrganFacts> file, int version, OrganDeadlines deadlines, Deciding deciding)
    {
        OrganFacts facts = file.Facts;
        DateTimeOffset ended = facts.Completion?.At ?? deciding.At;
        DateTimeOffset handed = facts.Handover?.At ?? deciding.At;
        foreach (Witness witness in OrganCourse.Attending(facts).Where(one => facts.Reports.All(report => report.StaffId != one.StaffId)))
        {
            yield return new CaseTask(
                $"{TaskKinds.Report}-{witness.StaffId}-{version}", TaskKinds.Report, [Roles.Coordinator], file.Head.Owner, witness.StaffId,
                deadlines.Reports(ended));
        }

        if (facts.Outcomes is [])
        {
            yield return Task(TaskKinds.Filing, [Roles.DutyDesk], file.Head.Owner, version, deadlines.Filing(handed));
        }

        if (facts.MonthlyReportAt is null && file.Head.Tasks.All(task => task.Kind != TaskKinds.MonthlyReport))
        {
            yield return Task(TaskKinds.MonthlyReport, [Roles.CityOfficer], UnitCode.City, version, deadlines.MonthlyReport(handed));
        }
    }
}

/// <summary>Kinds of tasks of this programme.</summary>
public static class TaskKinds
{
    public const string Acknowledge = "acknowledge";
    public const string Screen = "screen";
    public const string Talk = "family-talk";
    public const string Consent = "consent";
    public const string WatchGates = "watch-gates";
    public const string AssignWitness = "assign-witness";
    public const string PhoneHold = "phone-hold";
    public const string Witness = "witness";
    public const string Report = "witness-report";
    public const string Filing = "opo-filing";
    public const string MonthlyReport = "monthly-report";
    public const string Aftercare = "aftercare";
    public const string LookAtMisdirected = "look-at-misdirected";
    public const string TellHead = "violation-tell-head";
    public const string Violation = "violation";
}
