using System.Collections.Frozen;
using Boai.Workflows.Cases;
using static Boai.Workflows.BodyDonation.BodyState;

namespace Boai.Workflows.BodyDonation;

/// <summary>One line of the state table.</summary>
/// <param name="Act">Name of a command.</param>
/// <param name="From">In this state.</param>
/// <param name="Roles">Any of these may do it.</param>
/// <param name="To">Where it may lead.</param>
public sealed record BodyTransition(string Act, BodyState From, IReadOnlyList<string> Roles, IReadOnlyList<BodyState> To);

/// <summary>The state table of handbook §7.4a as data (I-07).</summary>
public static class BodyTransitions
{
    private static readonly BodyState[] All = Enum.GetValues<BodyState>();
    private static readonly BodyState[] Alive = [.. All.Where(state => !state.IsOver())];
    private static readonly BodyState[] BeforeHandover = [.. All.Where(state => state.IsBeforeHandover())];
    private static readonly string[] System = [Roles.System];
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead];
    private static readonly string[] Branch = [.. Desk, Roles.Coordinator];
    private static readonly string[] Unit = [Roles.ReceivingUnit];
    private static readonly string[] UnitOrCity = [Roles.ReceivingUnit, Roles.CityOfficer];
    private static readonly string[] Guards = [Roles.Audit, Roles.DataProtection, Roles.CityHead];
    private static readonly string[] Staff = [.. Branch, Roles.CityOfficer, Roles.CityHead];

    public static IReadOnlyList<BodyTransition> Table { get; } =
    [
        .. Row("Verify", [Notified], Branch, Verified),
        .. Row("DeclareUnfit", [Notified, Verified, Dispatched], Branch, NotAccepted),
        .. Row("DispatchUnit", [Verified, Dispatched], Desk, Dispatched),
        .. Row("Arrive", [Dispatched], [.. Unit, .. Desk], OnSite),
        .. Row("ChooseAshes", BeforeHandover, Branch),
        .. Row("HandOver", [OnSite], Unit, Accepted),
        .. Row("DeclineOnSite", [OnSite], Unit, Verified),
        .. Row("HearReceived", [Dispatched, OnSite], Unit, Accepted),
        .. Row("HearReceived", [Accepted, InUse, Cremated], Unit),
        .. Row("FileReport", [Accepted, InUse, Cremated], UnitOrCity),
        .. Row("BeginUse", [Accepted], Unit, InUse),
        .. Row("FileSummary", [Accepted, InUse, Cremated], UnitOrCity),
        .. Row("Cremate", [InUse], UnitOrCity, Cremated),
        .. Row("Archive", [Cremated], [Roles.CityOfficer], Archived),
        .. Row("ChangeMind", BeforeHandover, Branch, Withdrawn),
        .. Row("ChangeMind", [Accepted], Branch, Returned),
        .. Row("TellAuthority", Alive, [Roles.DutyLead, Roles.CityHead]),

        .. Row("RemindUnit", [Dispatched], System),
        .. Row("EscalateArrival", [Dispatched], System),
        .. Row("DeclareBreach", [Dispatched], System),
        .. Row("AskSummary", [Accepted, InUse], System),

        .. Row("AttachDocument", Alive, [.. Staff, Roles.ReceivingUnit]),
        .. Row("SightDocument", Alive, Staff),
        .. Row("PlaceLegalHold", All, Guards),
        .. Row("LiftLegalHold", All, Guards),
        .. Row("Recuse", Alive, [.. Staff, Roles.System]),
        .. Row("Remind", Alive, System),
        .. Row("Escalate", Alive, System),
    ];

    private static readonly FrozenDictionary<(string, BodyState), BodyTransition> ByActAndState = Table.ToFrozenDictionary(line => (line.Act, line.From));

    /// <summary>The line for an act in a state.</summary>
    /// <returns>Null when the act is not possible there.</returns>
    public static BodyTransition? Find(string act, BodyState from) => ByActAndState.GetValueOrDefault((act, from));

    private static IEnumerable<BodyTransition> Row(string act, BodyState[] from, string[] roles, params BodyState[] to) =>
        from.Select(state => new BodyTransition(act, state, roles, to is [] ? [state] : to));
}
