using static Boai.Workflows.OrganDonation.GateReason;

namespace Boai.Workflows.OrganDonation;

/// <summary>G3 死亡判定 (ODR 19, 40(三)): determined, by enough physicians, none of them on the other side, before the start (I-16).</summary>
public static class DeathGate
{
    public static IEnumerable<GateReason> Reasons(OrganFacts facts, WitnessLaw law, DateTimeOffset at)
    {
        if (facts.Death is not { } death)
        {
            return [DeathUndetermined];
        }

        return Reasons(death, facts, law, at);
    }

    /// <summary>Whether a physician who determined death stands where the law of the day forbids it (V4).</summary>
    public static bool HasOverlap(HospitalStatement.DeathDetermined death, WitnessLaw law)
        => death.Physicians.Any(physician => physician.Side is { } side && law.PhysiciansBarredFrom.Contains(side));

    private static IEnumerable<GateReason> Reasons(
        HospitalStatement.DeathDetermined death, OrganFacts facts, WitnessLaw law, DateTimeOffset at)
    {
        if (string.IsNullOrEmpty(death.DocumentDigest))
        {
            yield return DeathPapersMissing;
        }

        if (death.Physicians.DistinctBy(physician => physician.PhysicianId, StringComparer.Ordinal).Count() < law.MinPhysicians)
        {
            yield return PhysiciansTooFew;
        }

        if (death.Physicians.Any(physician => physician.Side is null))
        {
            yield return RostersUnchecked;
        }

        if (HasOverlap(death, law))
        {
            yield return PhysicianOnBarredSide;
        }

        if (!Precedes(death.At, facts, at))
        {
            yield return DeathNotBeforeStart;
        }
    }

    /// <summary>Before the start and not in the future.</summary>
    internal static bool Precedes(DateTimeOffset instant, OrganFacts facts, DateTimeOffset at)
        => instant <= at && (facts.StartedAt is not { } started || instant < started);
}
