using System.Collections.Frozen;
using Boai.Workflows.Cases;
using static Boai.Workflows.DonationIntent.IntentState;

namespace Boai.Workflows.DonationIntent;

/// <summary>One line of the state table.</summary>
/// <param name="Act">Name of a command.</param>
/// <param name="From">In this state.</param>
/// <param name="Roles">Any of these may do it; of PUBLIC, the holder alone.</param>
/// <param name="To">Where it may lead; the state itself when the act leaves it.</param>
public sealed record IntentTransition(string Act, IntentState From, IReadOnlyList<string> Roles, IReadOnlyList<IntentState> To);

/// <summary>The state table of handbook §7.2a as data: what may be done where, by whom, and where it leads (I-07).</summary>
public static class IntentTransitions
{
    private static readonly IntentState[] All = Enum.GetValues<IntentState>();
    private static readonly IntentState[] Alive = [.. All.Where(state => !state.IsTerminal())];
    private static readonly IntentState[] Pending = [Registering, LegalReview];
    private static readonly IntentState[] Exported = [Effective, Withdrawn, WithdrawnUnstated, Refused, RefusalLifted];

    private static readonly string[] System = [Roles.System];
    private static readonly string[] Registrars = [Roles.DistrictOfficer, Roles.CityOfficer];
    private static readonly string[] Holder = [Roles.Public, .. Registrars, Roles.DutyDesk];
    private static readonly string[] Heads = [Roles.CityHead];
    private static readonly string[] Guards = [Roles.Audit, Roles.DataProtection, Roles.CityHead];
    private static readonly string[] Clerks = [.. Registrars, Roles.Coordinator];

    public static IReadOnlyList<IntentTransition> Table { get; } =
    [
        .. Row("CheckForm", [Registering], Registrars, Registering, LegalReview, Effective),
        .. Row("ConfirmCheck", [Registering], Registrars, LegalReview, Effective),
        .. Row("ClearReview", [LegalReview], Heads, Effective),
        .. Row("Decline", [Registering], Registrars, NotRegistered),
        .. Row("Decline", [LegalReview], Heads, NotRegistered),
        .. Row("Withdraw", Pending, Holder, NotRegistered),

        .. Row("Change", [Effective], [Roles.Public, .. Registrars]),
        .. Row("WithdrawIntent", [Effective], Holder, Withdrawn, WithdrawnUnstated, Refused),
        .. Row("StateRegistrationOnly", [WithdrawnUnstated], Holder, Withdrawn),
        .. Row("Refuse", [.. Pending, Effective, Withdrawn, WithdrawnUnstated, RefusalLifted], Holder, Refused),
        .. Row("LiftRefusal", [Refused], [Roles.Public, .. Registrars], RefusalLifted),
        .. Row("WithdrawDataConsent", [.. Pending, Effective], Holder),

        .. Row("MarkExecuted", [Effective], System, Executed),
        .. Row("MarkExecuted", [Executed], System),
        .. Row("MarkLapsed", [Effective], [.. Registrars, Roles.DutyDesk, Roles.System], Lapsed),
        .. Row("RecordExport", Exported, [Roles.CityOfficer, .. System]),

        .. Row("AttachDocument", Alive, [Roles.Public, .. Clerks, .. Heads]),
        .. Row("SightDocument", Alive, Clerks),
        .. Row("Suspend", Pending, [.. Registrars, .. Heads]),
        .. Row("Resume", Pending, [.. Registrars, .. Heads, Roles.System]),
        .. Row("PlaceLegalHold", All, Guards),
        .. Row("LiftLegalHold", All, Guards),
        .. Row("Correct", Alive, [.. Registrars, .. Heads]),
        .. Row("Reopen", [Lapsed], Heads, Effective), // the death was reported wrongly
        .. Row("Recuse", Alive, [.. Clerks, .. Heads, Roles.System]),
        .. Row("Remind", Alive, System),
        .. Row("Escalate", Alive, System),
    ];

    private static readonly FrozenDictionary<(string, IntentState), IntentTransition> ByActAndState =
        Table.ToFrozenDictionary(line => (line.Act, line.From));

    /// <summary>Who may take down a form: the holder, and a registrar with the signed original.</summary>
    public static IReadOnlyList<string> Openers { get; } = [Roles.Public, .. Registrars];

    /// <summary>Who may take down a refusal of somebody without an entry.</summary>
    public static IReadOnlyList<string> RefusalOpeners { get; } = Holder;

    /// <summary>The line for an act in a state.</summary>
    /// <returns>Null when the act is not possible there.</returns>
    public static IntentTransition? Find(string act, IntentState from) => ByActAndState.GetValueOrDefault((act, from));

    private static IEnumerable<IntentTransition> Row(string act, IntentState[] from, string[] roles, params IntentState[] to)
        => from.Select(state => new IntentTransition(act, state, roles, to is [] ? [state] : to));
}
