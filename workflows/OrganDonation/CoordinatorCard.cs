namespace Boai.Workflows.OrganDonation;

/// <summary>What the roster (DutyRoster, LIFE-07) knows of a coordinator at the moment of an offer.</summary>
/// <param name="StaffId">Opaque.</param>
/// <param name="LicenceValidTo">Last day.</param>
/// <param name="RestingSince">Since when without duty; null while on another duty.</param>
/// <param name="DistanceKm">From where the coordinator is to the hospital; used to sort, never stored.</param>
/// <param name="RelatedToDonor">Declared, or found when this donor's family was matched.</param>
/// <param name="RelatedToTheatreStaff">Declared relatives among the theatre's staff.</param>
public sealed record CoordinatorCard(
    string StaffId,
    WitnessOrigin Origin,
    DateOnly LicenceValidTo,
    DateTimeOffset? RestingSince,
    int DistanceKm,
    bool RelatedToDonor = false,
    bool RelatedToTheatreStaff = false,
    bool RefusedByFamily = false,
    bool InAnotherCase = false)
{
    public IReadOnlyList<HospitalEmployment> Employments { get; init; } = [];
}

/// <param name="Hospital">Unified social credit code.</param>
/// <param name="Transplants">Whether it is a transplant hospital: nobody here knows which of them will have a part.</param>
/// <param name="Until">Last day; null while it lasts.</param>
public sealed record HospitalEmployment(string Hospital, bool Transplants, DateOnly? Until);
