using System.Collections.Frozen;
using Boai.Workflows.Cases;
using static Boai.Workflows.CorneaDonation.CorneaState;

namespace Boai.Workflows.CorneaDonation;

/// <summary>One line of the state table.</summary>
/// <param name="Act">Name of a command.</param>
/// <param name="From">In this state.</param>
/// <param name="Roles">Any of these may do it.</param>
/// <param name="To">Where it may lead.</param>
public sealed record CorneaTransition(string Act, CorneaState From, IReadOnlyList<string> Roles, IReadOnlyList<CorneaState> To);

/// <summary>The steps of handbook §7.5 as data (I-07).</summary>
public static class CorneaTransitions
{
    private static readonly CorneaState[] All = Enum.GetValues<CorneaState>();
    private static readonly CorneaState[] Alive = [.. All.Where(state => !state.IsOver())];
    private static readonly CorneaState[] BeforeRetrieval = [Notified, Verified, Dispatched];
    private static readonly string[] System = [Roles.System];
    private static readonly string[] Desk = [Roles.DutyDesk, Roles.DutyLead];
    private static readonly string[] Branch = [.. Desk, Roles.Coordinator];
    private static readonly string[] EyeBank = [Roles.ReceivingUnit];
    private static readonly string[] Guards = [Roles.Audit, Roles.DataProtection, Roles.CityHead];
    private static readonly string[] Staff = [.. Branch, Roles.CityOfficer, Roles.CityHead];

    public static IReadOnlyList<CorneaTransition> Table { get; } =
    [
        .. Row("Verify", [Notified], Branch, Verified),
        .. Row("NoteContraIndication", BeforeRetrieval, [.. Branch, .. EyeBank]),
        .. Row("DispatchBank", [Verified], Desk, Dispatched),
        .. Row("AgreeToResearch", BeforeRetrieval, Branch),
        .. Row("Retrieve", [Dispatched], EyeBank, Retrieved),
        .. Row("HearRetrieved", [Dispatched], EyeBank, Retrieved),
        .. Row("HearRetrieved", [Retrieved, Settled], EyeBank),
        .. Row("ConfirmShape", [Retrieved], EyeBank),
        .. Row("FileResult", [Retrieved], EyeBank, Settled),
        .. Row("DeclareEnd", BeforeRetrieval, [.. Branch, .. EyeBank], NotAccepted),
        .. Row("ChangeMind", BeforeRetrieval, Branch, Withdrawn),
        .. Row("Close", [Settled], [Roles.CityOfficer], Closed),
        .. Row("PassBest", BeforeRetrieval, System),
        .. Row("PassWindow", BeforeRetrieval, System),

        .. Row("AttachDocument", Alive, [.. Staff, .. EyeBank]),
        .. Row("SightDocument", Alive, Staff),
        .. Row("PlaceLegalHold", All, Guards),
        .. Row("LiftLegalHold", All, Guards),
        .. Row("Recuse", Alive, [.. Staff, Roles.System]),
        .. Row("Remind", Alive, System),
        .. Row("Escalate", Alive, System),
    ];

    private static readonly FrozenDictionary<(string, CorneaState), CorneaTransition> ByActAndState = Table.ToFrozenDictionary(line => (line.Act, line.From));

    /// <summary>The line for an act in a state.</summary>
    /// <returns>Null when the act is not possible there.</returns>
    public static CorneaTransition? Find(string act, CorneaState from) => ByActAndState.GetValueOrDefault((act, from));

    private static IEnumerable<CorneaTransition> Row(string act, CorneaState[] from, string[] roles, params CorneaState[] to) =>
        from.Select(state => new CorneaTransition(act, state, roles, to is [] ? [state] : to));
}
