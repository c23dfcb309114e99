using static Boai.Workflows.OrganDonation.GateReason;

namespace Boai.Workflows.OrganDonation;

/// <summary>G4 伦理同意 (ODR 17, 18, 42): the committee of the procuring hospital, two thirds, at most a quarter transplant experts (I-17).</summary>
public static class EthicsGate
{
    public static IEnumerable<GateReason> Reasons(OrganFacts facts, WitnessLaw law, DateTimeOffset at)
    {
        if (facts.Opinion is not { } opinion)
        {
            return [EthicsMissing];
        }

        return [.. OfTheOpinion(opinion, facts, law), .. AtItsTime(opinion, facts, at)];
    }

    /// <summary>The arithmetic alone: whole numbers compared crosswise, nothing rounded.</summary>
    /// <returns>Why the numbers do not carry the opinion; empty when they do.</returns>
    public static IEnumerable<GateReason> Arithmetic(int members, int transplantExperts, int agree, WitnessLaw law)
    {
        if (members < 1 || agree < 0 || agree > members || transplantExperts < 0 || transplantExperts > members)
        {
            yield return EthicsNumbersImpossible;
            yield break;
        }

        if (!law.EthicsTransplantMax.IsNotExceededBy(transplantExperts, members))
        {
            yield return EthicsTooManyTransplantExperts;
        }

        if (!law.EthicsAgree.IsReachedBy(agree, members))
        {
            yield return EthicsTooFewAgree;
        }
    }

    /// <summary>Whether a committee that may decide decided against (X3); an invalid committee has decided nothing (V3).</summary>
    public static bool IsRefusal(HospitalStatement.EthicsOpinion opinion, string procuringHospital, WitnessLaw law)
        => opinion.Committee == procuringHospital
            && Arithmetic(opinion.Members, opinion.TransplantExperts, opinion.Agree, law).SequenceEqual([EthicsTooFewAgree]);

    internal static IEnumerable<GateReason> OfTheOpinion(HospitalStatement.EthicsOpinion opinion, OrganFacts facts, WitnessLaw law)
    {
        if (string.IsNullOrEmpty(opinion.DocumentDigest))
        {
            yield return EthicsPapersMissing;
        }

        if (opinion.Committee != facts.ProcuringHospital)
        {
            yield return EthicsOfAnotherHospital;
        }

        foreach (GateReason reason in Arithmetic(opinion.Members, opinion.TransplantExperts, opinion.Agree, law))
        {
            yield return reason;
        }
    }

    private static IEnumerable<GateReason> AtItsTime(HospitalStatement.EthicsOpinion opinion, OrganFacts facts, DateTimeOffset at)
        => DeathGate.Precedes(opinion.At, facts, at) ? [] : [EthicsNotBeforeStart];
}
