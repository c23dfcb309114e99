namespace Boai.Workflows.OrganDonation;

/// <summary>A witness's own report (见证情况报告), filed alone and sealed until all are in (handbook §7.3.4).</summary>
/// <param name="StaffId">The witness.</param>
/// <param name="Saw">What the witness answered.</param>
public sealed record WitnessReport(string StaffId, DateTimeOffset FiledAt, WitnessedFacts Saw)
{
    /// <summary>Later additions; the report itself is never edited.</summary>
    public IReadOnlyList<ReportAddendum> Addenda { get; init; } = [];
}

/// <summary>The answers that can be compared. Free text stands encrypted in the event.</summary>
/// <param name="Items">Codes of what was removed, as seen.</param>
public sealed record WitnessedFacts(
    bool IdentityVerified,
    bool ConsentOriginalSeen,
    bool NoRefusalKnown,
    bool DeathPapersSeen,
    bool PhysiciansNotInTheatre,
    bool EthicsOpinionSeen,
    bool CeremonyHeld,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    IReadOnlyList<string> Items,
    bool BodyRestored,
    bool HandedOver,
    bool AnythingUnusual);

public sealed record ReportAddendum(DateTimeOffset At, string SealedNoteId);
