namespace Boai.Workflows.OrganDonation;

/// <summary>Codes of problems that this programme alone knows.</summary>
public static class OrganProblems
{
    /// <summary>This branch witnesses deceased donation only (handbook §7.3.7).</summary>
    public const string Living = "organ.living";

    /// <summary>Another hospital than the one that opened the case.</summary>
    public const string Sender = "organ.sender";

    /// <summary>The same statement was heard before: nothing changes.</summary>
    public const string HeardAlready = "organ.heard-already";

    public const string DoneAlready = "organ.done-already";

    /// <summary>Something of the screening is not looked at yet. Arguments: <c>items</c>.</summary>
    public const string ScreeningIncomplete = "organ.screening-incomplete";

    public const string IntentNotWithdrawn = "organ.intent-not-withdrawn";

    /// <summary>Never before the treating team has told the family the prognosis.</summary>
    public const string PrognosisUntold = "organ.prognosis-untold";

    /// <summary>A foreign family agrees only to what it understood: an interpreter, or a family that speaks Chinese.</summary>
    public const string Uninterpreted = "organ.uninterpreted";

    public const string NotForeign = "organ.not-foreign";

    /// <summary>The family's consent to tell embassy or consulate is no document of the case.</summary>
    public const string EmbassyConsentMissing = "organ.embassy-consent-missing";

    public const string TalkForm = "organ.talk-form";

    /// <summary>Not one of the deciders on the list.</summary>
    public const string DeciderUnknown = "organ.decider-unknown";

    /// <summary>Only somebody who has signed.</summary>
    public const string DeciderUnsigned = "organ.decider-unsigned";

    /// <summary>A signature needs its time, and only a signature has one.</summary>
    public const string SignatureForm = "organ.signature-form";

    /// <summary>No decision of this digest is on file.</summary>
    public const string DecisionUnknown = "organ.decision-unknown";

    /// <summary>Reconfirmation comes after the determination of death.</summary>
    public const string DeathUndetermined = "organ.death-undetermined";

    /// <summary>The procurement has begun: the way of complaint is open.</summary>
    public const string AfterStart = "organ.after-start";

    public const string AlarmUnknown = "organ.alarm-unknown";

    public const string AlarmKnown = "organ.alarm-known";

    /// <summary>A reading of the registers made for another moment.</summary>
    public const string ReadingStale = "organ.reading-stale";

    public const string SignalUnknown = "organ.signal-unknown";

    public const string NoNotice = "organ.no-notice";

    public const string WitnessesFilled = "organ.witnesses-filled";

    /// <summary>The offer was not made to this person, or its time is over.</summary>
    public const string OfferGone = "organ.offer-gone";

    /// <summary>The person cannot witness here. Arguments: <c>bars</c>.</summary>
    public const string Barred = "organ.witness-barred";

    public const string NotAWitness = "organ.not-a-witness";

    /// <summary>At this stage of the witness it cannot be done. Arguments: <c>stage</c>.</summary>
    public const string WitnessStage = "organ.witness-stage";

    public const string CheckInPlace = "organ.check-in-place";

    public const string CheckInTime = "organ.check-in-time";

    public const string CheckInTwice = "organ.check-in-twice";

    /// <summary>A call-back is recorded by the duty desk, every other check-in by the witness in person.</summary>
    public const string CheckInMeans = "organ.check-in-means";

    /// <summary>Whoever was not there cannot report.</summary>
    public const string NotPresent = "organ.not-present";

    public const string ReportTooEarly = "organ.report-too-early";

    public const string ReportFiled = "organ.report-filed";

    public const string ReportForm = "organ.report-form";

    public const string ViolationUnknown = "organ.violation-unknown";

    public const string ViolationClosed = "organ.violation-closed";

    /// <summary>A proven violation is reported to the health authority first.</summary>
    public const string AuthorityUntold = "organ.authority-untold";

    /// <summary>A start without readiness is never unfounded.</summary>
    public const string StartWithoutReady = "organ.start-without-ready";

    public const string Erased = "organ.erased";
}
