using static Boai.Workflows.OrganDonation.GateReason;

namespace Boai.Workflows.OrganDonation;

/// <summary>G1 书面同意 (ODR 9, CC 1006, CQ-BODY 14): spouse, adult children and parents decide together and in writing.</summary>
public static class ConsentGate
{
    private static readonly DeciderRelation[] Relations = Enum.GetValues<DeciderRelation>();

    /// <summary>Why the gate does not hold.</summary>
    public static IEnumerable<GateReason> Reasons(OrganFacts facts, WitnessLaw law)
    {
        foreach (GateReason reason in OfTheDecision(facts))
        {
            yield return reason;
        }

        // Signed before death: ODR 9 speaks of deciding after it (U-05).
        if (law.ReconfirmAfterDeath && facts is { Death: { } death, Decision: not null } && SignedBefore(facts, death.At)
            && !(facts.Reconfirmation is { } again && again.At >= death.At))
        {
            yield return ReconfirmationMissing;
        }
    }

    /// <summary>Why the joint decision is not complete yet, whether or not the donor has died.</summary>
    public static IEnumerable<GateReason> OfTheDecision(OrganFacts facts)
    {
        if (facts.Decision is not { } decision)
        {
            yield return ConsentMissing;
        }
        else
        {
            if (decision.Items is [])
            {
                yield return ItemsUnstated;
            }

            if (facts.SightedDecision != decision.DocumentDigest)
            {
                yield return ConsentOriginalUnseen;
            }
        }

        foreach (GateReason reason in OfTheDeciders(facts))
        {
            yield return reason;
        }

        if (Withdrawn(facts))
        {
            yield return GateReason.ConsentWithdrawn;
        }
    }

    private static IEnumerable<GateReason> OfTheDeciders(OrganFacts facts)
    {
        IReadOnlyList<RelativeStanding> relatives = facts.Relatives;
        if (Relations.Except(relatives.Select(relative => relative.Relation)).Any())
        {
            yield return DeciderUncovered;
        }

        foreach (RelativeStanding relative in relatives)
        {
            switch (relative.Status)
            {
                case DeciderStatus.Awaited:
                    yield return DeciderAwaited;
                    break;
                case DeciderStatus.Objects:
                    yield return DeciderObjects;
                    break;
                case DeciderStatus.Unreachable: // 失联 is never consent
                    yield return DeciderUnreachable;
                    break;
                case DeciderStatus.HasSigned when relative.SignedAt is null:
                    yield return DeciderAwaited;
                    break;
            }

            if (relative.Status is not (DeciderStatus.Awaited or DeciderStatus.Objects or DeciderStatus.Unreachable) && relative.ProofId is null)
            {
                yield return DeciderProofMissing;
            }
        }

        // Without any decider the donor's own registered will alone can carry a donation.
        if (relatives is not []
            && relatives.All(relative => relative.Status is DeciderStatus.Deceased or DeciderStatus.None or DeciderStatus.Incapable)
            && facts.Register is not { Intent: IntentStanding.Valid })
        {
            yield return NobodyDecides;
        }
    }

    /// <summary>Taken back, unless everything was signed again after it and the case was taken up again (I-20).</summary>
    private static bool Withdrawn(OrganFacts facts)
        => facts.Withdrawals.Any(withdrawal => facts.ReopenedAt is not { } reopened || reopened <= withdrawal.At
            || facts.Relatives.Any(relative => relative.Status == DeciderStatus.HasSigned && !(relative.SignedAt > withdrawal.At)));

    private static bool SignedBefore(OrganFacts facts, DateTimeOffset death)
        => facts.Relatives.Any(relative => relative is { Status: DeciderStatus.HasSigned, SignedAt: { } signed } && signed < death);
}
