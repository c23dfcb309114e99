using Boai.Workflows.Shared;

namespace Boai.Workflows.OrganDonation;

/// <summary>A violation that the facts show.</summary>
public sealed record FoundViolation(ViolationKind Kind, string Key, IReadOnlyList<WitnessGate> Gates)
{
    public FoundViolation(ViolationKind kind, string key)
        : this(kind, key, [])
    {
    }
}

/// <summary>The violations of handbook §7.3.5, found in the facts. Opening is the system's, closing is people's.</summary>
/// <remarks>
/// What an opinion or a consent not yet heard of would change is asked only when it is late: messages come in any order, and a violation
/// that is open is never taken back by the system.
/// </remarks>
public static class OrganViolations
{
    /// <summary>Every violation that the facts show at an instant.</summary>
    public static IEnumerable<FoundViolation> Find(OrganFacts facts, WitnessLaw law, OrganDeadlines deadlines, DateTimeOffset at)
        => [.. OfTheStart(facts, law, at), .. OfTheEvidence(facts, law, deadlines, at), .. OfThePlace(facts), .. OfTheReports(facts, deadlines, at),
            .. ConflictingStatements.Find(facts), .. OfTheAlarms(facts)];

    private static IEnumerable<FoundViolation> OfTheStart(OrganFacts facts, WitnessLaw law, DateTimeOffset at)
    {
        if (Start(facts) is not { } start)
        {
            yield break;
        }

        if (!facts.WasReadyAt(start))
        {
            yield return new(ViolationKind.V1, "start-without-ready",
                [.. WitnessGates.Judge(facts, law, at).Where(gate => !gate.Holds).Select(gate => gate.Gate)]);
        }

        DateTimeOffset end = facts.Completion?.At ?? at;
        if (end >= start && AttendanceRules.Least(facts, law, start, end) < law.MinWitnesses)
        {
            yield return new(ViolationKind.V2, "too-few-witnesses");
        }
        else if (end >= start && facts.Completion is not null && AttendanceRules.Throughout(facts, law, start, end) < law.MinWitnesses)
        {
            yield return new(ViolationKind.V2, "replaced-during-procurement");
        }
    }

    private static IEnumerable<FoundViolation> OfTheEvidence(OrganFacts facts, WitnessLaw law, OrganDeadlines deadlines, DateTimeOffset at)
    {
        if (facts.Opinions.Any(opinion => EthicsGate.Arithmetic(opinion.What.Members, opinion.What.TransplantExperts, opinion.What.Agree, law)
            .Any(reason => reason is GateReason.EthicsTooManyTransplantExperts or GateReason.EthicsNumbersImpossible)))
        {
            yield return new(ViolationKind.V3, "committee-invalid");
        }

        if (facts.Deaths.Any(death => DeathGate.HasOverlap(death.What, law)))
        {
            yield return new(ViolationKind.V4, "physician-overlap");
        }

        if (Start(facts) is not { } start)
        {
            yield break;
        }

        bool late = at >= deadlines.EvidenceBy(facts.Completion?.At ?? start);
        if (late && !facts.Opinions.Any(opinion => opinion.What.At < start && !EthicsGate.OfTheOpinion(opinion.What, facts, law).Any()))
        {
            yield return new(ViolationKind.V3, "no-valid-opinion-before-start");
        }

        foreach (string item in Unconsented(facts, late))
        {
            yield return new(ViolationKind.V5, $"item-{item}");
        }

        foreach (string twice in facts.Completions.SelectMany(completion => completion.What.Items.CountBy(item => item))
            .Where(count => count.Value > 1).Select(count => count.Key).Distinct(StringComparer.Ordinal))
        {
            yield return new(ViolationKind.V5, $"twice-{twice}");
        }
    }

    private static IEnumerable<string> Unconsented(OrganFacts facts, bool late)
    {
        IEnumerable<string> removed = facts.Completions.SelectMany(completion => completion.What.Items).Distinct(StringComparer.Ordinal);
        return facts.Decision is { } decision ? removed.Except(decision.Items, StringComparer.Ordinal) : late ? removed : [];
    }

    private static IEnumerable<FoundViolation> OfThePlace(OrganFacts facts)
    {
        if (facts is { HasBegun: true, Institution: { InArea: false } or { Designated: false } })
        {
            yield return new(ViolationKind.V6, "outside-area");
        }

        if (facts.HasBegun && facts.Notices.Any(notice => notice.What.Hospital != facts.ProcuringHospital))
        {
            yield return new(ViolationKind.V6, "place-elsewhere");
        }
    }

    private static IEnumerable<FoundViolation> OfTheReports(OrganFacts facts, OrganDeadlines deadlines, DateTimeOffset at)
    {
        if (facts.Handover?.At is { } handed)
        {
            DateTimeOffset due = deadlines.FilingBy(handed);
            if (facts.Outcomes is [] ? at >= due : facts.Outcomes.Min(outcome => outcome.What.At) >= due)
            {
                yield return new(ViolationKind.V8, "outcome-not-filed-in-time");
            }
        }

        IReadOnlyList<Witness> attending = OrganCourse.Attending(facts);
        if (facts.Completion is null || attending.Any(witness => facts.Reports.All(report => report.StaffId != witness.StaffId)))
        {
            yield break; // sealed until all are in
        }

        foreach (string key in ReportComparison.Contradictions(facts))
        {
            yield return new(ViolationKind.V9, key);
        }
    }

    private static IEnumerable<FoundViolation> OfTheAlarms(OrganFacts facts)
        => facts.Alarms.Select(alarm => alarm.Kind switch
        {
            TradingAlarmKind.CrossAreaTransfer => new FoundViolation(ViolationKind.V6, $"alarm-{alarm.Id}"),
            TradingAlarmKind.WrongReferral => new FoundViolation(ViolationKind.V7, $"alarm-{alarm.Id}"),
            _ => new FoundViolation(ViolationKind.V11, $"alarm-{alarm.Id}"),
        });

    private static DateTimeOffset? Start(OrganFacts facts) => facts.StartedAt ?? facts.Completion?.At;
}
