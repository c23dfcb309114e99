using System.Text.Json.Serialization;

namespace Boai.Workflows.OrganDonation;

/// <summary>What an event changes in the facts. The names are the events' kinds and are never renamed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StatementHeard), nameof(StatementHeard))]
[JsonDerivedType(typeof(ReportAcknowledged), nameof(ReportAcknowledged))]
[JsonDerivedType(typeof(IdentityResolved), nameof(IdentityResolved))]
[JsonDerivedType(typeof(InstitutionChecked), nameof(InstitutionChecked))]
[JsonDerivedType(typeof(ForensicChecked), nameof(ForensicChecked))]
[JsonDerivedType(typeof(RegistersRead), nameof(RegistersRead))]
[JsonDerivedType(typeof(IntentReviewed), nameof(IntentReviewed))]
[JsonDerivedType(typeof(ScreeningCompleted), nameof(ScreeningCompleted))]
[JsonDerivedType(typeof(FamilyTalked), nameof(FamilyTalked))]
[JsonDerivedType(typeof(EmbassyContacted), nameof(EmbassyContacted))]
[JsonDerivedType(typeof(DeciderStated), nameof(DeciderStated))]
[JsonDerivedType(typeof(DecisionSighted), nameof(DecisionSighted))]
[JsonDerivedType(typeof(DecisionReconfirmed), nameof(DecisionReconfirmed))]
[JsonDerivedType(typeof(ConsentTakenBack), nameof(ConsentTakenBack))]
[JsonDerivedType(typeof(AlarmRaised), nameof(AlarmRaised))]
[JsonDerivedType(typeof(AlarmCleared), nameof(AlarmCleared))]
[JsonDerivedType(typeof(GatesHeld), nameof(GatesHeld))]
[JsonDerivedType(typeof(SignalGiven), nameof(SignalGiven))]
[JsonDerivedType(typeof(SignalAcknowledged), nameof(SignalAcknowledged))]
[JsonDerivedType(typeof(HoldUnanswered), nameof(HoldUnanswered))]
[JsonDerivedType(typeof(WaveOpened), nameof(WaveOpened))]
[JsonDerivedType(typeof(OfferAnswered), nameof(OfferAnswered))]
[JsonDerivedType(typeof(WitnessAssigned), nameof(WitnessAssigned))]
[JsonDerivedType(typeof(WitnessStaged), nameof(WitnessStaged))]
[JsonDerivedType(typeof(WitnessCheckedIn), nameof(WitnessCheckedIn))]
[JsonDerivedType(typeof(WitnessLeft), nameof(WitnessLeft))]
[JsonDerivedType(typeof(WitnessBarred), nameof(WitnessBarred))]
[JsonDerivedType(typeof(CoordinatorRefused), nameof(CoordinatorRefused))]
[JsonDerivedType(typeof(CeremonyTicked), nameof(CeremonyTicked))]
[JsonDerivedType(typeof(RestorationTicked), nameof(RestorationTicked))]
[JsonDerivedType(typeof(ReportFiled), nameof(ReportFiled))]
[JsonDerivedType(typeof(ReportAddedTo), nameof(ReportAddedTo))]
[JsonDerivedType(typeof(ViolationOpened), nameof(ViolationOpened))]
[JsonDerivedType(typeof(HeadTold), nameof(HeadTold))]
[JsonDerivedType(typeof(AuthorityTold), nameof(AuthorityTold))]
[JsonDerivedType(typeof(ViolationClosed), nameof(ViolationClosed))]
[JsonDerivedType(typeof(MonthlyReportFiled), nameof(MonthlyReportFiled))]
[JsonDerivedType(typeof(AftercareCompleted), nameof(AftercareCompleted))]
[JsonDerivedType(typeof(MisdirectionFound), nameof(MisdirectionFound))]
[JsonDerivedType(typeof(ClinicalFactsErased), nameof(ClinicalFactsErased))]
[JsonDerivedType(typeof(CaseFinished), nameof(CaseFinished))]
[JsonDerivedType(typeof(CaseReopened), nameof(CaseReopened))]
public abstract record OrganFact
{
    private OrganFact() { }

    public sealed record StatementHeard(string MessageId, DateTimeOffset StatedAt, HospitalStatement Statement) : OrganFact;

    public sealed record ReportAcknowledged : OrganFact;

    public sealed record IdentityResolved : OrganFact;

    public sealed record InstitutionChecked(bool Designated, bool InArea, bool IndependentDepartment) : OrganFact;

    public sealed record ForensicChecked(ForensicStatus Status) : OrganFact;

    public sealed record RegistersRead(RegisterReading Reading) : OrganFact;

    public sealed record IntentReviewed(string OpinionDocumentId) : OrganFact;

    public sealed record ScreeningCompleted : OrganFact;

    public sealed record FamilyTalked(FamilyTalk Talk) : OrganFact;

    public sealed record EmbassyContacted(string ConsentDocumentId) : OrganFact;

    public sealed record DeciderStated(RelativeStanding Standing) : OrganFact;

    public sealed record DecisionSighted(string DocumentDigest) : OrganFact;

    public sealed record DecisionReconfirmed(string RelativeId) : OrganFact;

    public sealed record ConsentTakenBack(string RelativeId) : OrganFact;

    public sealed record AlarmRaised(string AlarmId, TradingAlarmKind AlarmKind) : OrganFact;

    public sealed record AlarmCleared(string AlarmId) : OrganFact;

    /// <summary>These gates hold for the first time.</summary>
    public sealed record GatesHeld(IReadOnlyList<WitnessGate> Gates) : OrganFact;

    public sealed record SignalGiven(SignalKind Signal, string? CauseCode) : OrganFact;

    public sealed record SignalAcknowledged(int Seq) : OrganFact;

    public sealed record HoldUnanswered(int Seq) : OrganFact;

    /// <param name="Wave">1 to 3; 4 duty leader, 5 head of the centre, 6 neighbour province.</param>
    public sealed record WaveOpened(int Wave, IReadOnlyList<Witness> Asked) : OrganFact;

    public sealed record OfferAnswered(string StaffId, bool Accepts) : OrganFact;

    public sealed record WitnessAssigned(Witness Witness) : OrganFact;

    public sealed record WitnessStaged(string StaffId, WitnessStage Stage) : OrganFact;

    public sealed record WitnessCheckedIn(string StaffId, CheckInMeans Means, DateTimeOffset At) : OrganFact;

    public sealed record WitnessLeft(string StaffId, DateTimeOffset At) : OrganFact;

    public sealed record WitnessBarred(string StaffId, WitnessBar Bar) : OrganFact;

    public sealed record CoordinatorRefused(string StaffId) : OrganFact;

    public sealed record CeremonyTicked(string StaffId) : OrganFact;

    public sealed record RestorationTicked(string StaffId) : OrganFact;

    public sealed record ReportFiled(WitnessedFacts Saw) : OrganFact;

    public sealed record ReportAddedTo(string SealedNoteId) : OrganFact;

    public sealed record ViolationOpened(ViolationKind Violation, string Key, IReadOnlyList<WitnessGate> Gates) : OrganFact;

    public sealed record HeadTold(ViolationKind Violation, string Key) : OrganFact;

    public sealed record AuthorityTold(ViolationKind Violation, string Key) : OrganFact;

    public sealed record ViolationClosed(ViolationKind Violation, string Key, ViolationFinding Finding) : OrganFact;

    public sealed record MonthlyReportFiled : OrganFact;

    public sealed record AftercareCompleted : OrganFact;

    public sealed record MisdirectionFound : OrganFact;

    /// <summary>数据最小化: what was clinical is gone from the facts; statistics stay.</summary>
    public sealed record ClinicalFactsErased : OrganFact;

    public sealed record CaseFinished : OrganFact;

    public sealed record CaseReopened : OrganFact;
}
