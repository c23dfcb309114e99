namespace Boai.Workflows.OrganDonation;

/// <summary>A way in which the donation does not take place.</summary>
/// <param name="State">X1 to X8.</param>
/// <param name="At">When it was stated: the earliest stands, whichever came first.</param>
/// <param name="ByHospital">Whether the hospital itself said so and needs no hold.</param>
public sealed record CaseEnding(OrganState State, DateTimeOffset At, bool ByHospital);

/// <summary>Which of the states X1 to X8 the facts call for (handbook §7.3.2).</summary>
public static class OrganEndings
{
    /// <summary>The ending that counts.</summary>
    /// <returns>Null when nothing ends the case, or a head of department has taken it up again since.</returns>
    public static CaseEnding? Of(OrganFacts facts, WitnessLaw law)
        => All(facts, law)
            .Where(ending => facts.ReopenedAt is not { } reopened || ending.At > reopened)
            .OrderBy(ending => ending.At)
            .ThenBy(ending => ending.State)
            .FirstOrDefault();

    private static IEnumerable<CaseEnding> All(OrganFacts facts, WitnessLaw law)
    {
        IEnumerable<CaseEnding> byHospital = facts.Stops.Select(stop => new CaseEnding(StateOf(stop.What.Reason), stop.StatedAt, ByHospital: true));
        IEnumerable<CaseEnding> byFamily =
        [
            .. facts.RelativeEntries.Where(entry => entry.Standing.Status == DeciderStatus.Objects)
                .Select(entry => new CaseEnding(OrganState.Declined, entry.StatedAt, ByHospital: false)),
            .. facts.Talks.Where(talk => talk.Outcome == TalkOutcome.Declines)
                .Select(talk => new CaseEnding(OrganState.Declined, talk.At, ByHospital: false)),
            .. facts.Withdrawals.Select(withdrawal => new CaseEnding(OrganState.ConsentWithdrawn, withdrawal.At, ByHospital: false)),
        ];
        IEnumerable<CaseEnding> byCommittee = facts.Opinions
            .Where(opinion => EthicsGate.IsRefusal(opinion.What, facts.ProcuringHospital, law))
            .Select(opinion => new CaseEnding(OrganState.EthicsRefused, opinion.StatedAt, ByHospital: false));

        return [.. byHospital, .. byFamily, .. byCommittee, .. ByRegistersAndPolice(facts)];
    }

    private static IEnumerable<CaseEnding> ByRegistersAndPolice(OrganFacts facts)
    {
        if (facts.Register is { Intent: IntentStanding.Refused } refused)
        {
            yield return new CaseEnding(OrganState.Declined, refused.At, ByHospital: false);
        }

        if (facts.Forensic is { Status: ForensicStatus.Barred } barred)
        {
            yield return new CaseEnding(OrganState.ForensicBar, barred.At, ByHospital: false);
        }

        if (facts.MisdirectedAt is { } misdirected)
        {
            yield return new CaseEnding(OrganState.Misdirected, misdirected, ByHospital: false);
        }
    }

    private static OrganState StateOf(StopReason reason) => reason switch
    {
        StopReason.MedicallyUnfit => OrganState.MedicallyUnfit,
        StopReason.FamilyDeclined => OrganState.Declined,
        StopReason.ConsentWithdrawn => OrganState.ConsentWithdrawn,
        StopReason.EthicsRefused => OrganState.EthicsRefused,
        StopReason.DiedWithoutProcurement => OrganState.NotProcured,
        StopReason.ForensicBar => OrganState.ForensicBar,
        StopReason.PatientRecovered => OrganState.Recovered,
        _ => throw new System.Diagnostics.UnreachableException($"No such reason: {reason}"),
    };
}
