using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Ledger = Boai.Workflows.Cases.CaseLedger<Boai.Workflows.CorneaDonation.CorneaFacts, Boai.Workflows.CorneaDonation.CorneaFact>;

namespace Boai.Workflows.CorneaDonation;

/// <summary>Kinds of tasks of this programme.</summary>
public static class CorneaTasks
{
    public const string Verify = "cornea-verify";
    public const string Dispatch = "cornea-dispatch";
    public const string Await = "cornea-await-bank";
    public const string Result = "cornea-result";
    public const string Close = "cornea-close";
}

/// <summary>What entering a state starts.</summary>
internal static class CorneaStations
{
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead];

    /// <summary>The change that enters a state.</summary>
    public static HeadChange.Entered Entering(this Ledger ledger, CorneaState state) => Enter(state, ledger.Facts, ledger.NextSeq, ledger.Deciding);

    public static HeadChange.Entered Enter(CorneaState state, CorneaFacts facts, int version, Deciding deciding)
    {
        if (state.IsOver())
        {
            DateOnly keepUntil = deciding.Today.AddYears(deciding.Policy.For(PolicyKeys.RetentionDonorFileYears).Years());
            return new(state.ToString(), Clock: null, Tasks: [], IsOver: true, keepUntil);
        }

        CaseTask task = state switch
        {
            CorneaState.Notified => Task(CorneaTasks.Verify, [.. Desk, Roles.Coordinator], Soon()),
            CorneaState.Verified => Task(CorneaTasks.Dispatch, Desk, Soon()),
            CorneaState.Dispatched => Task(CorneaTasks.Await, [Roles.DutyDesk, Roles.ReceivingUnit], Until(CorneaWindow.Of(facts.DiedAt, deciding.Policy).Ends)),
            CorneaState.Retrieved => Task(CorneaTasks.Result, [Roles.ReceivingUnit, Roles.DutyDesk], After(PolicyKeys.CorneaTestDays)),
            _ => Task(CorneaTasks.Close, [Roles.CityOfficer], After(PolicyKeys.OrganAftercareDays)),
        };
        return new(state.ToString(), task.Clock, [task]);

        CaseTask Task(string kind, string[] roles, StateClock clock) => new($"{kind}-{version}", kind, roles, UnitCode.City, AssignedTo: null, clock);
        StateClock Soon() => After(PolicyKeys.CorneaVerifyMin);
        StateClock After(string key) => new(Deadline.Start(deciding.Policy.For(key).Period(), deciding.At, deciding.Calendar));
        StateClock Until(DateTimeOffset end) => new(Deadline.Start(
            Period.OfMinutes(Math.Max(0, (int)(end - deciding.At).TotalMinutes)), deciding.At, deciding.Calendar));
    }
}
