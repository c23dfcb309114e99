using System.Collections.Frozen;
using Boai.Workflows.Cases;
using static Boai.Workflows.MemorialCare.CareState;

namespace Boai.Workflows.MemorialCare;

/// <summary>One line of the state table.</summary>
/// <param name="Act">Name of a command.</param>
/// <param name="From">In this state.</param>
/// <param name="Roles">Any of these may do it.</param>
/// <param name="To">Where it leads.</param>
public sealed record CareTransition(string Act, CareState From, IReadOnlyList<string> Roles, CareState To);

/// <summary>The state table of LIFE-08 as data (I-07).</summary>
/// <remarks>After 不再联系 only what the family itself brings, and what keeps the file, is possible: nothing in that list makes a task or leads out.</remarks>
public static class CareTransitions
{
    private static readonly CareState[] All = Enum.GetValues<CareState>();
    private static readonly string[] System = [Roles.System];
    private static readonly string[] Officers = [Roles.CityOfficer];
    private static readonly string[] Heads = [Roles.CityHead];
    private static readonly string[] City = [.. Officers, .. Heads];
    private static readonly string[] WhoeverHears = [.. City, Roles.Coordinator, Roles.DutyDesk, Roles.DutyLead];
    private static readonly string[] Guards = [Roles.Audit, Roles.DataProtection, Roles.CityHead];

    public static IReadOnlyList<CareTransition> Table { get; } =
    [
        new("OpenDue", Caring, System, Caring),
        new("CompleteCare", Caring, Officers, Caring),
        new("EndContact", Caring, WhoeverHears, NoContact),
        new("ProposeName", Caring, Officers, Caring),
        new("ProofReadName", Caring, Officers, Caring),
        new("EngraveName", Caring, Officers, Caring),
        new("RemoveName", Caring, Officers, Caring),
        .. Row("WithdrawMemorial", All, WhoeverHears),
        new("AttachDocument", Caring, City, Caring),
        new("SightDocument", Caring, City, Caring),
        .. Row("PlaceLegalHold", All, Guards),
        .. Row("LiftLegalHold", All, Guards),
        .. Row("Recuse", All, [.. City, Roles.System]),
        new("Remind", Caring, System, Caring),
        new("Escalate", Caring, System, Caring),
    ];

    private static readonly FrozenDictionary<(string, CareState), CareTransition> ByActAndState = Table.ToFrozenDictionary(line => (line.Act, line.From));

    /// <summary>The line for an act in a state.</summary>
    /// <returns>Null when the act is not possible there.</returns>
    public static CareTransition? Find(string act, CareState from) => ByActAndState.GetValueOrDefault((act, from));

    private static IEnumerable<CareTransition> Row(string act, CareState[] from, string[] roles) =>
        from.Select(state => new CareTransition(act, state, roles, state));
}
