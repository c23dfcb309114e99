using System.Diagnostics;

namespace Boai.Workflows.OrganDonation;

/// <summary>The ten gates: one pure function of the current facts and of the law at the procurement instant (handbook §7.3.3).</summary>
/// <remarks>
/// Ready means all ten, now. Nothing here remembers a verdict: a fact that is taken back takes its gate with it. The only memory is which
/// gates held once, so that 已失效 can be told from 不具备.
/// </remarks>
public static class WitnessGates
{
    private static readonly WitnessGate[] All = Enum.GetValues<WitnessGate>();

    // Reasons that wait for something; every other one speaks against.
    private static readonly HashSet<GateReason> Awaiting =
    [
        GateReason.ConsentMissing, GateReason.ConsentOriginalUnseen, GateReason.ItemsUnstated, GateReason.DeciderUncovered,
        GateReason.DeciderAwaited, GateReason.DeciderProofMissing, GateReason.ReconfirmationMissing, GateReason.RegisterUnread,
        GateReason.IdentityUnresolved, GateReason.DeathUndetermined, GateReason.DeathPapersMissing, GateReason.RostersUnchecked,
        GateReason.EthicsMissing, GateReason.EthicsPapersMissing, GateReason.NoticeMissing, GateReason.WitnessesMissing,
        GateReason.InstitutionUnchecked, GateReason.ForensicUnchecked, GateReason.FitnessUnstated,
    ];

    /// <summary>Every gate's lamp with its reasons, in the order of the handbook.</summary>
    /// <param name="law">Of the procurement instant: <see cref="WitnessLaw.Of"/>.</param>
    /// <param name="at">Now.</param>
    public static IReadOnlyList<GateState> Judge(OrganFacts facts, WitnessLaw law, DateTimeOffset at)
        => [.. All.Select(gate => Judge(gate, facts, law, at))];

    /// <summary>Whether all ten hold: what alone lets R02 go out (I-12).</summary>
    public static bool AllHold(OrganFacts facts, WitnessLaw law, DateTimeOffset at)
        => Judge(facts, law, at).All(gate => gate.Holds);

    private static GateState Judge(WitnessGate gate, OrganFacts facts, WitnessLaw law, DateTimeOffset at)
    {
        GateReason[] reasons = [.. Reasons(gate, facts, law, at).Distinct().Order()];
        GateLamp lamp = reasons is [] ? GateLamp.Ready
            : facts.OnceHeld.Contains(gate) ? GateLamp.Lost
            : reasons.All(Awaiting.Contains) ? GateLamp.Pending
            : GateLamp.NotMet;
        return new GateState(gate, lamp, reasons);
    }

    private static IEnumerable<GateReason> Reasons(WitnessGate gate, OrganFacts facts, WitnessLaw law, DateTimeOffset at) => gate switch
    {
        WitnessGate.G1Consent => ConsentGate.Reasons(facts, law),
        WitnessGate.G2NoRefusal => OtherGates.Refusal(facts, law),
        WitnessGate.G3Death => DeathGate.Reasons(facts, law, at),
        WitnessGate.G4Ethics => EthicsGate.Reasons(facts, law, at),
        WitnessGate.G5Notice => OtherGates.Notice(facts),
        WitnessGate.G6Witnesses => AttendanceRules.Reasons(facts, law, at),
        WitnessGate.G7Institution => OtherGates.Institution(facts),
        WitnessGate.G8NoForensicObstacle => OtherGates.Forensic(facts),
        WitnessGate.G9Fitness => OtherGates.Fitness(facts),
        WitnessGate.G10NoTrading => facts.Alarms.Any(alarm => alarm.ClearedAt is null) ? [GateReason.TradingAlarmOpen] : [],
        _ => throw new UnreachableException($"No such gate: {gate}"),
    };
}
