namespace Boai.Functions.Cases;

/// <summary>A programme whose cases partners may follow. Donor programmes are none: when a donor's case moves says too much to whoever knows a recipient (I-14).</summary>
public sealed record FollowedProgramme(string Programme);
