using System.Diagnostics;
using Boai.Workflows.Cases;
using static Boai.Workflows.OrganDonation.OrganFact;

namespace Boai.Workflows.OrganDonation;

/// <summary>What each event changes in the facts: nothing is decided here.</summary>
internal static class OrganEvolution
{
    public static OrganFacts Evolve(OrganFacts facts, OrganFact fact, CaseEvent happened) => fact switch
    {
        StatementHeard it => StatementEvolution.Hear(facts, it),
        ReportAcknowledged => facts with { AcknowledgedAt = happened.At },
        IdentityResolved => facts with { Donor = facts.Donor with { IdentityKnown = true } },
        InstitutionChecked it => facts with { Institution = new(it.Designated, it.InArea, it.IndependentDepartment, happened.At) },
        ForensicChecked it => facts with { Forensic = new(it.Status, happened.At) },
        RegistersRead it => facts with { Register = it.Reading },
        IntentReviewed it => facts with { IntentReview = new(happened.ActorId, happened.At, it.OpinionDocumentId) },
        ScreeningCompleted => facts with { ScreenedAt = happened.At },
        FamilyTalked it => facts with { Talks = [.. facts.Talks, it.Talk] },
        EmbassyContacted => facts with { EmbassyContactedAt = happened.At },
        DeciderStated it => facts with
        {
            RelativeEntries = StatementEvolution.InOrder([.. facts.RelativeEntries, new(it.Standing, happened.At, happened.ActorId)]),
        },
        DecisionSighted it => facts with { SightedDecision = it.DocumentDigest },
        DecisionReconfirmed it => facts with { Reconfirmation = new(it.RelativeId, happened.At) },
        ConsentTakenBack it => facts with { Withdrawals = [.. facts.Withdrawals, new(it.RelativeId, happened.At)] },
        AlarmRaised it => facts with { Alarms = [.. facts.Alarms, new(it.AlarmId, it.AlarmKind, happened.At)] },
        AlarmCleared it => facts with
        {
            Alarms = [.. facts.Alarms.Select(alarm => alarm.Id == it.AlarmId ? alarm with { ClearedAt = happened.At } : alarm)],
        },
        GatesHeld it => facts with { OnceHeld = [.. facts.OnceHeld.Union(it.Gates).Order()] },
        SignalGiven it => facts with { Signals = [.. facts.Signals, new(facts.Signals.Count + 1, it.Signal, happened.At, it.CauseCode)] },
        SignalAcknowledged it => Signalled(facts, it.Seq, signal => signal with { AcknowledgedAt = happened.At }),
        HoldUnanswered it => Signalled(facts, it.Seq, signal => signal with { PhoneTaskOpened = true }),
        ReportFiled it => WitnessEvolution.Change(
            facts with { Reports = [.. facts.Reports, new(happened.ActorId, happened.At, it.Saw)] },
            happened.ActorId, witness => witness with { Stage = WitnessStage.Reported }),
        ReportAddedTo it => facts with
        {
            Reports =
            [
                .. facts.Reports.Select(report => report.StaffId == happened.ActorId
                    ? report with { Addenda = [.. report.Addenda, new(happened.At, it.SealedNoteId)] }
                    : report),
            ],
        },
        ViolationOpened it => facts with { Violations = [.. facts.Violations, new(it.Violation, it.Key, happened.At, it.Gates)] },
        HeadTold it => Violated(facts, it.Violation, it.Key, violation => violation with { HeadToldAt = happened.At }),
        AuthorityTold it => Violated(facts, it.Violation, it.Key, violation => violation with { ReportedToAuthorityAt = happened.At }),
        ViolationClosed it => Violated(facts, it.Violation, it.Key, violation => violation with
        {
            ClosedAt = happened.At, ClosedBy = happened.ActorId, Finding = it.Finding,
        }),
        MonthlyReportFiled => facts with { MonthlyReportAt = happened.At },
        AftercareCompleted => facts with { AftercareDoneAt = happened.At },
        MisdirectionFound => facts with { MisdirectedAt = happened.At },
        ClinicalFactsErased => Erased(facts) with { ErasedAt = happened.At },
        CaseFinished => facts,
        CaseReopened => facts with { ReopenedAt = happened.At },
        _ => WitnessEvolution.Evolve(facts, fact, happened),
    };

    /// <summary>What may stay: pseudonym, hospital, signals, witnesses, violations and which way it ended.</summary>
    internal static OrganFacts Erased(OrganFacts facts) => facts with
    {
        Donor = facts.Donor with { Category = null },
        PotentialDonors = [],
        Deaths = [],
        Opinions = [],
        Fitness = [],
        Consents = [],
        RelativeEntries = [],
        Talks = [],
        Withdrawals = [],
        SightedDecision = null,
        Reconfirmation = null,
        Register = null,
        IntentReview = null,
        Forensic = null,
    };

    private static OrganFacts Signalled(OrganFacts facts, int seq, Func<Signal, Signal> how)
        => facts with { Signals = [.. facts.Signals.Select(signal => signal.Seq == seq ? how(signal) : signal)] };

    private static OrganFacts Violated(OrganFacts facts, ViolationKind kind, string key, Func<Violation, Violation> how)
        => facts with { Violations = [.. facts.Violations.Select(violation => violation.Is(kind, key) ? how(violation) : violation)] };
}

/// <summary>What hospitals state, put in the order of its stating.</summary>
internal static class StatementEvolution
{
    public static OrganFacts Hear(OrganFacts facts, StatementHeard heard) => heard.Statement switch
    {
        HospitalStatement.PotentialDonor it => Heard(facts with { PotentialDonors = Add(facts.PotentialDonors, heard, it) }),
        HospitalStatement.ConsentSigned it => facts with
        {
            Consents = Add(facts.Consents, heard, it),
            RelativeEntries = InOrder(
                [.. facts.RelativeEntries, .. it.Relatives.Select(relative => new RelativeEntry(relative, heard.StatedAt, heard.MessageId))]),
        },
        HospitalStatement.DeathDetermined it => facts with { Deaths = Add(facts.Deaths, heard, it) },
        HospitalStatement.EthicsOpinion it => facts with { Opinions = Add(facts.Opinions, heard, it) },
        HospitalStatement.NoticeGiven it => facts with { Notices = Add(facts.Notices, heard, it) },
        HospitalStatement.FitnessStated it => facts with { Fitness = Add(facts.Fitness, heard, it) },
        HospitalStatement.Started it => facts with { Starts = Add(facts.Starts, heard, it) },
        HospitalStatement.Completed it => facts with { Completions = Add(facts.Completions, heard, it) },
        HospitalStatement.NotProceeding it => facts with { Stops = Add(facts.Stops, heard, it) },
        HospitalStatement.HandedOver it => facts with { Handovers = Add(facts.Handovers, heard, it) },
        HospitalStatement.OutcomeFiled it => facts with { Outcomes = Add(facts.Outcomes, heard, it) },
        HospitalStatement.TissueProcured it => facts with { Tissues = Add(facts.Tissues, heard, it) },
        HospitalStatement.BodyReceived it => facts with { Bodies = Add(facts.Bodies, heard, it) },
        _ => throw new UnreachableException($"No such statement: {heard.Statement.GetType().Name}"),
    };

    /// <summary>Whether this very statement was heard before.</summary>
    public static bool IsKnown(OrganFacts facts, string messageId, HospitalStatement statement) => statement switch
    {
        HospitalStatement.PotentialDonor => Knows(facts.PotentialDonors, messageId),
        HospitalStatement.ConsentSigned => Knows(facts.Consents, messageId),
        HospitalStatement.DeathDetermined => Knows(facts.Deaths, messageId),
        HospitalStatement.EthicsOpinion => Knows(facts.Opinions, messageId),
        HospitalStatement.NoticeGiven => Knows(facts.Notices, messageId),
        HospitalStatement.FitnessStated => Knows(facts.Fitness, messageId),
        HospitalStatement.Started => Knows(facts.Starts, messageId),
        HospitalStatement.Completed => Knows(facts.Completions, messageId),
        HospitalStatement.NotProceeding => Knows(facts.Stops, messageId),
        HospitalStatement.HandedOver => Knows(facts.Handovers, messageId),
        HospitalStatement.OutcomeFiled => Knows(facts.Outcomes, messageId),
        HospitalStatement.TissueProcured => Knows(facts.Tissues, messageId),
        HospitalStatement.BodyReceived => Knows(facts.Bodies, messageId),
        _ => throw new UnreachableException($"No such statement: {statement.GetType().Name}"),
    };

    public static IReadOnlyList<RelativeEntry> InOrder(IEnumerable<RelativeEntry> entries)
        =>
        [
            .. entries
                .OrderBy(entry => entry.StatedAt)
                .ThenBy(entry => entry.Source, StringComparer.Ordinal)
                .ThenBy(entry => entry.Standing.RelativeId, StringComparer.Ordinal),
        ];

    private static OrganFacts Heard(OrganFacts facts)
        => facts with { Donor = facts.Donor with { Category = facts.PotentialDonors[^1].What.Category ?? facts.Donor.Category } };

    private static bool Knows<T>(IReadOnlyList<Stated<T>> statements, string messageId)
        where T : HospitalStatement
        => statements.Any(statement => statement.MessageId == messageId);

    private static IReadOnlyList<Stated<T>> Add<T>(IReadOnlyList<Stated<T>> statements, StatementHeard heard, T what)
        where T : HospitalStatement
        =>
        [
            .. statements.Append(new Stated<T>(heard.MessageId, heard.StatedAt, what))
                .OrderBy(statement => statement.StatedAt)
                .ThenBy(statement => statement.MessageId, StringComparer.Ordinal),
        ];
}

/// <summary>How far the witnesses have come.</summary>
internal static class WitnessEvolution
{
    public static OrganFacts Evolve(OrganFacts facts, OrganFact fact, CaseEvent happened) => fact switch
    {
        WaveOpened it => Lapsed(facts, happened.At) with
        {
            Wave = it.Wave,
            WaveStartedAt = happened.At,
            FirstWaveAt = facts.FirstWaveAt ?? happened.At,
            Witnesses = [.. Lapsed(facts, happened.At).Witnesses, .. it.Asked],
        },
        OfferAnswered it => Change(
            facts, it.StaffId, witness => witness with { Stage = it.Accepts ? WitnessStage.Accepted : WitnessStage.Declined }),
        WitnessAssigned it => facts with { Witnesses = [.. facts.Witnesses.Where(witness => witness.StaffId != it.Witness.StaffId), it.Witness] },
        WitnessStaged it => Change(facts, it.StaffId, witness => witness with { Stage = it.Stage }),
        WitnessCheckedIn it => Change(facts, it.StaffId, witness => witness with
        {
            Stage = WitnessStage.CheckedIn, CheckedInBy = it.Means, Presences = [.. witness.Presences, new Presence(it.At)],
        }),
        OrganFact.WitnessLeft it => Change(facts, it.StaffId, witness => witness with
        {
            Stage = WitnessStage.Left, Presences = [.. witness.Presences.SkipLast(1), witness.Presences[^1] with { To = it.At }],
        }),
        OrganFact.WitnessBarred it => Change(facts, it.StaffId, witness => witness with { Bar = it.Bar }),
        CoordinatorRefused it => Change(
            facts with { RefusedCoordinators = [.. facts.RefusedCoordinators, it.StaffId] }, it.StaffId, witness => witness with { Bar = WitnessBar.RefusedByFamily }),
        CeremonyTicked it => Change(facts, it.StaffId, witness => witness with { Ceremony = true }),
        RestorationTicked it => Change(facts, it.StaffId, witness => witness with { Restoration = true }),
        _ => throw new UnreachableException($"No such fact: {fact.GetType().Name}"),
    };

    public static OrganFacts Change(OrganFacts facts, string staffId, Func<Witness, Witness> how)
        => facts with { Witnesses = [.. facts.Witnesses.Select(witness => witness.StaffId == staffId ? how(witness) : witness)] };

    private static OrganFacts Lapsed(OrganFacts facts, DateTimeOffset at) => facts with
    {
        Witnesses =
        [
            .. facts.Witnesses.Select(witness => witness.Stage == WitnessStage.Offered && witness.AnswerBy <= at
                ? witness with { Stage = WitnessStage.Lapsed }
                : witness),
        ],
    };
}
