using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.BodyDonation.BodyFacts, Boai.Workflows.BodyDonation.BodyFact>;

namespace Boai.Workflows.BodyDonation;

/// <summary>Kinds of tasks of this programme.</summary>
public static class BodyTasks
{
    public const string Verify = "body-verify";
    public const string Dispatch = "body-dispatch";

    /// <summary>Its reminders are those of the law's twelve hours, not the shares of every task.</summary>
    public const string Await = "body-await-unit";
    public const string TellAuthority = "body-tell-authority";
    public const string HandOver = "body-handover";
    public const string Report = "body-unit-report";
    public const string Summary = "body-yearly-summary";
    public const string Archive = "body-archive";

    /// <summary>Tasks that outlive the state in which they were opened.</summary>
    internal static readonly string[] Lasting = [TellAuthority, Report, Summary];
}

/// <summary>What entering a state starts (handbook §7.4a, columns Who and Clock).</summary>
internal static class BodyStations
{
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead];

    public static BodyClocks Clocks(this Deciding deciding) => new(deciding.Policy, deciding.Calendar);

    /// <summary>The change that enters a state.</summary>
    public static HeadChange.Entered Entering(this Ledger ledger, BodyState state, DateTimeOffset? from = null) =>
        Enter(state, ledger.Head, from ?? ledger.Deciding.At, ledger.NextSeq, ledger.Deciding);

    public static HeadChange.Entered Enter(BodyState state, CaseHead head, DateTimeOffset from, int version, Deciding deciding)
    {
        if (state.IsOver())
        {
            DateOnly keepUntil = deciding.Today.AddYears(deciding.Policy.For(PolicyKeys.RetentionDonorFileYears).Years());
            return new(state.ToString(), Clock: null, Tasks: [], IsOver: true, keepUntil);
        }

        CaseTask[] lasting = [.. head.Tasks.Where(task => BodyTasks.Lasting.Contains(task.Kind, StringComparer.Ordinal))];
        BodyClocks clocks = deciding.Clocks();
        CaseTask? own = state switch
        {
            BodyState.Notified => Task(BodyTasks.Verify, [.. Desk, Roles.Coordinator], clocks.Clock(PolicyKeys.BodyVerifyMin, from)),
            BodyState.Verified => Task(BodyTasks.Dispatch, Desk, clocks.Clock(PolicyKeys.BodyVerifyMin, deciding.At)),
            BodyState.Dispatched => Task(BodyTasks.Await, [Roles.DutyDesk, Roles.ReceivingUnit], clocks.Arrival(from)),
            BodyState.OnSite => Task(BodyTasks.HandOver, [Roles.ReceivingUnit, Roles.DutyDesk], clocks.Clock(PolicyKeys.BodyHandoverH, deciding.At)),
            BodyState.Accepted => Task(BodyTasks.Report, [Roles.ReceivingUnit, Roles.CityOfficer], clocks.Report(from)),
            BodyState.Cremated => Task(BodyTasks.Archive, [Roles.CityOfficer], clocks.Clock(PolicyKeys.BodyArchiveDays, deciding.At)),
            _ => null, // in use for years: the yearly summary is its clock
        };
        return new(state.ToString(), own?.Clock, own is null ? lasting : [own, .. lasting]);

        CaseTask Task(string kind, string[] roles, StateClock clock) => new($"{kind}-{version}", kind, roles, UnitCode.City, AssignedTo: null, clock);
    }

    public static HeadChange.TaskOpened Opening(this Ledger ledger, string kind, string[] roles, StateClock clock) =>
        new(new CaseTask($"{kind}-{ledger.NextSeq}", kind, roles, UnitCode.City, AssignedTo: null, clock));

    public static IEnumerable<HeadChange> Closing(this Ledger ledger, string kind) =>
        ledger.Head.Tasks.Where(task => task.Kind == kind).Select(task => new HeadChange.TaskClosed(task.Id));
}
