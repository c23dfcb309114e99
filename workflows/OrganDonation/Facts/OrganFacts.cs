using System.Text.Json.Serialization;

namespace Boai.Workflows.OrganDonation;

/// <summary>What the programme knows of a donor case: opaque ids, codes, digests and times only. Nothing about whoever receives an organ.</summary>
/// <remarks>What hospitals stated is kept in the order of its stating, so that the order of coming leaves no trace in it (I-08).</remarks>
public sealed record OrganFacts
{
    public required DonorProfile Donor { get; init; }

    /// <summary>Unified social credit code of the OPO hospital that opened the case.</summary>
    public required string ProcuringHospital { get; init; }

    /// <summary>When a person took the report up (handbook §7.3.2 state 0).</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    public RegisterReading? Register { get; init; }

    public IntentReview? IntentReview { get; init; }

    public ForensicCheck? Forensic { get; init; }

    public InstitutionCheck? Institution { get; init; }

    public DateTimeOffset? ScreenedAt { get; init; }

    public IReadOnlyList<FamilyTalk> Talks { get; init; } = [];

    public DateTimeOffset? EmbassyContactedAt { get; init; }

    /// <summary>Every statement on a decider, in the order of stating.</summary>
    public IReadOnlyList<RelativeEntry> RelativeEntries { get; init; } = [];

    /// <summary>Digest of the decision whose original a coordinator has seen.</summary>
    public string? SightedDecision { get; init; }

    public Reconfirmation? Reconfirmation { get; init; }

    public IReadOnlyList<ConsentWithdrawal> Withdrawals { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.PotentialDonor>> PotentialDonors { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.ConsentSigned>> Consents { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.DeathDetermined>> Deaths { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.EthicsOpinion>> Opinions { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.NoticeGiven>> Notices { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.FitnessStated>> Fitness { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.Started>> Starts { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.Completed>> Completions { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.NotProceeding>> Stops { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.HandedOver>> Handovers { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.OutcomeFiled>> Outcomes { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.TissueProcured>> Tissues { get; init; } = [];

    public IReadOnlyList<Stated<HospitalStatement.BodyReceived>> Bodies { get; init; } = [];

    public IReadOnlyList<TradingAlarm> Alarms { get; init; } = [];

    public IReadOnlyList<Witness> Witnesses { get; init; } = [];

    /// <summary>Coordinators whom the family does not want, asked or not.</summary>
    public IReadOnlyList<string> RefusedCoordinators { get; init; } = [];

    /// <summary>The last wave of offers; 0 before the first, 4 once the duty leader has it, 5 the head of the centre, 6 the neighbour province.</summary>
    public int Wave { get; init; }

    public DateTimeOffset? WaveStartedAt { get; init; }

    public DateTimeOffset? FirstWaveAt { get; init; }

    public IReadOnlyList<Signal> Signals { get; init; } = [];

    /// <summary>Gates that held at some time: without this a lost gate looks like one not yet reached.</summary>
    public IReadOnlyList<WitnessGate> OnceHeld { get; init; } = [];

    public IReadOnlyList<Violation> Violations { get; init; } = [];

    public IReadOnlyList<WitnessReport> Reports { get; init; } = [];

    /// <summary>X8: the message came from somebody who may not send it.</summary>
    public DateTimeOffset? MisdirectedAt { get; init; }

    public DateTimeOffset? ReopenedAt { get; init; }

    public DateTimeOffset? AftercareDoneAt { get; init; }

    public DateTimeOffset? MonthlyReportAt { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }

    // What counts now, of all that was stated.

    [JsonIgnore]
    public IReadOnlyList<RelativeStanding> Relatives
        => [.. RelativeEntries.GroupBy(entry => entry.Standing.RelativeId, StringComparer.Ordinal).Select(entries => entries.Last().Standing)];

    [JsonIgnore]
    public HospitalStatement.ConsentSigned? Decision => Last(Consents);

    [JsonIgnore]
    public HospitalStatement.DeathDetermined? Death => Last(Deaths);

    [JsonIgnore]
    public HospitalStatement.EthicsOpinion? Opinion => Last(Opinions);

    [JsonIgnore]
    public HospitalStatement.NoticeGiven? Notice => Last(Notices);

    [JsonIgnore]
    public DateTimeOffset? PlannedStart => Notice?.PlannedStart;

    /// <summary>When the procurement began; the last statement counts, and another one is a conflict (V10).</summary>
    [JsonIgnore]
    public DateTimeOffset? StartedAt => Last(Starts)?.At;

    [JsonIgnore]
    public HospitalStatement.Completed? Completion => Last(Completions);

    [JsonIgnore]
    public HospitalStatement.HandedOver? Handover => Last(Handovers);

    /// <summary>Whether anything was procured, as far as hospitals say: what a relief case of the family asks for first (I-21).</summary>
    [JsonIgnore]
    public bool HasBegun => Starts is not [] || Completions is not [];

    /// <summary>The last ready signal that no hold followed.</summary>
    [JsonIgnore]
    public Signal? ReadyInForce => Signals.LastOrDefault(signal => signal.Kind is SignalKind.Ready or SignalKind.Hold) is { Kind: SignalKind.Ready } ready ? ready : null;

    /// <summary>The last hold that nobody has acknowledged.</summary>
    [JsonIgnore]
    public Signal? HoldToAcknowledge => Signals.LastOrDefault(signal => signal is { Kind: SignalKind.Hold }) is { AcknowledgedAt: null } hold ? hold : null;

    /// <summary>Whether a ready signal was in force at an instant.</summary>
    public bool WasReadyAt(DateTimeOffset instant)
        => Signals.LastOrDefault(signal => signal.At <= instant && signal.Kind is (SignalKind.Ready or SignalKind.Hold)) is { Kind: SignalKind.Ready };

    private static T? Last<T>(IReadOnlyList<Stated<T>> statements)
        where T : HospitalStatement
        => statements.Count == 0 ? null : statements[^1].What;
}
