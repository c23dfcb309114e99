namespace Boai.Workflows.HardshipRelief;

/// <summary>Grounds of refusal that the case itself shows: a refusal owes the applicant every ground.</summary>
public static class ReliefGrounds
{
    public static IReadOnlyList<RefusalGround> Known(ReliefFacts facts)
    {
        List<RefusalGround> grounds = [];
        // An acceptance in spite of earlier aid was an exception for a written reason: it stands.
        if (facts.Screening is { Prior.SameCause: true } && !facts.Accepted)
        {
            grounds.Add(RefusalGround.R03);
        }

        if (facts.LastVisit is { CivilAffairs: CivilAffairsResult.AboveStandard })
        {
            grounds.Add(RefusalGround.R06);
        }

        if (facts.Screening is { InRegion: false })
        {
            grounds.Add(RefusalGround.R07);
        }

        return grounds;
    }
}
