namespace Boai.Workflows.OrganDonation;

/// <summary>Which state the facts call for. The state follows from the facts alone, so the order in which they came cannot matter (I-08).</summary>
public static class OrganCourse
{
    /// <summary>The state of a case with these facts.</summary>
    public static OrganState StateOf(OrganFacts facts, WitnessLaw law)
        => facts.HasBegun ? AfterTheStart(facts)
            : OrganEndings.Of(facts, law) is { } ending ? ending.State
            : BeforeTheStart(facts);

    /// <summary>Witnesses who were there to the end and must tick, report, and may be compared.</summary>
    public static IReadOnlyList<Witness> Attending(OrganFacts facts)
        => [.. facts.Witnesses.Where(witness => WasThereAtTheEnd(witness, facts.Completion?.At))];

    private static OrganState BeforeTheStart(OrganFacts facts)
        => facts.AcknowledgedAt is null ? OrganState.Reported
            : facts.ScreenedAt is null ? OrganState.Screening
            : facts.Consents is [] && facts.Talks is not [.., { Outcome: TalkOutcome.Agrees }] ? OrganState.FamilyTalk
            : facts.ReadyInForce is not null ? OrganState.WitnessReady

            // Once it was ready a lost gate leads back to the gates, whichever it is.
            : facts.Signals.Any(signal => signal.Kind == SignalKind.Ready) || !ConsentGate.OfTheDecision(facts).Any() ? OrganState.Gates
            : OrganState.Consent;

    private static OrganState AfterTheStart(OrganFacts facts)
    {
        if (facts.Completion is null)
        {
            return OrganState.Procuring;
        }

        if (facts.Handover?.At is null)
        {
            return OrganState.Restoring;
        }

        IReadOnlyList<Witness> attending = Attending(facts);
        return attending.Any(witness => !witness.Restoration) ? OrganState.HandedOver
            : facts.Outcomes is [] || attending.Any(witness => facts.Reports.All(report => report.StaffId != witness.StaffId)) ? OrganState.Reporting
            : facts.AftercareDoneAt is null || facts.MonthlyReportAt is null || facts.Violations.Any(violation => violation.ClosedAt is null)
                ? OrganState.Aftercare
            : OrganState.Closed;
    }

    private static bool WasThereAtTheEnd(Witness witness, DateTimeOffset? end)
        => witness.Presences.Any(presence => presence.To is null || end is null || presence.To >= end);
}
