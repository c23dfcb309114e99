namespace Boai.Workflows.OrganDonation;

/// <summary>Whose coordinator a witness is (U-06).</summary>
public enum WitnessOrigin
{
    RedCross,
    Opo,
}

/// <summary>How far a witness has come (handbook §7.3.4).</summary>
public enum WitnessStage
{
    Offered,
    Accepted,
    EnRoute,
    CheckedIn,
    Left,
    Reported,
    Declined,

    /// <summary>Did not answer in time.</summary>
    Lapsed,

    /// <summary>Accepted and did not come: an inquiry under ODR 47.</summary>
    NoShow,

    Replaced,

    /// <summary>The case stopped before the start.</summary>
    Released,
}

/// <summary>Why a coordinator cannot witness in this case (handbook §7.3.4).</summary>
public enum WitnessBar
{
    LicenceExpired,
    NotRested,
    RelatedToDonor,
    RelatedToTheatreStaff,
    SameHospital,
    FormerHospital,
    RefusedByFamily,
    InAnotherCase,
    AlreadyAsked,
    OpoCoordinator,
}

public enum CheckInMeans
{
    Gps,
    TheatreQr,

    /// <summary>DUTY called the theatre desk back.</summary>
    PhoneCallBack,
}

/// <summary>From when to when a witness was there.</summary>
/// <param name="To">Null while the witness is there.</param>
public sealed record Presence(DateTimeOffset From, DateTimeOffset? To = null)
{
    public bool Holds(DateTimeOffset at) => From <= at && (To is null || at < To);

    /// <summary>Whether it lasts from the first to the second instant, both included.</summary>
    public bool Covers(DateTimeOffset from, DateTimeOffset to) => From <= from && (To is null || to <= To);
}

/// <summary>A coordinator in a case.</summary>
/// <param name="StaffId">Opaque.</param>
/// <param name="LicenceValidTo">Last day.</param>
/// <param name="Wave">1 to 3, or 0 when the duty leader assigned.</param>
public sealed record Witness(
    string StaffId, WitnessOrigin Origin, DateOnly LicenceValidTo, int Wave, WitnessStage Stage, DateTimeOffset AskedAt, DateTimeOffset AnswerBy)
{
    /// <summary>A conflict found after the assignment: from then on this witness counts for nothing.</summary>
    public WitnessBar? Bar { get; init; }

    public CheckInMeans? CheckedInBy { get; init; }

    public IReadOnlyList<Presence> Presences { get; init; } = [];

    /// <summary>默哀 was held, as this witness ticked.</summary>
    public bool Ceremony { get; init; }

    /// <summary>The body was restored, as this witness ticked.</summary>
    public bool Restoration { get; init; }

    /// <summary>Whether the witness said yes and was not taken off the case since.</summary>
    public bool IsAssigned() => Stage is WitnessStage.Accepted or WitnessStage.EnRoute or WitnessStage.CheckedIn or WitnessStage.Left or WitnessStage.Reported;
}
