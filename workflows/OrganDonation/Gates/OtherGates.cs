using static Boai.Workflows.OrganDonation.GateReason;

namespace Boai.Workflows.OrganDonation;

/// <summary>The gates that are one or two questions each: G2, G5, G7, G8, G9.</summary>
internal static class OtherGates
{
    /// <summary>G2 无拒绝表示 (ODR 9, CQ-BODY 14). The reading is that of the very evaluation: readiness comes from no older one.</summary>
    public static IEnumerable<GateReason> Refusal(OrganFacts facts, WitnessLaw law)
    {
        if (!facts.Donor.IdentityKnown)
        {
            yield return IdentityUnresolved;
        }

        switch (facts.Register?.Intent)
        {
            case null:
                yield return RegisterUnread;
                break;
            case IntentStanding.Refused:
                yield return RefusalRegistered;
                break;
            case IntentStanding.WithdrawnSilently when law.WithdrawnIntentBlocks && facts.IntentReview is null:
                yield return WithdrawnIntentUnreviewed;
                break;
        }
    }

    /// <summary>G5 获取前通知 (ODR 19): the hospital told the provincial Red Cross before.</summary>
    public static IEnumerable<GateReason> Notice(OrganFacts facts)
        => facts.Notices is [] ? [NoticeMissing]
            : facts.StartedAt is { } started && facts.Notices.All(notice => notice.StatedAt >= started) ? [NoticeAfterStart]
            : [];

    /// <summary>G7 机构与区域 (ODR 15, 16): designated, in its area, of an independent department, and in its own house.</summary>
    public static IEnumerable<GateReason> Institution(OrganFacts facts)
    {
        if (facts.Institution is not { } institution)
        {
            yield return InstitutionUnchecked;
        }
        else
        {
            if (!institution.Designated)
            {
                yield return InstitutionNotDesignated;
            }

            if (!institution.InArea)
            {
                yield return InstitutionOutOfArea;
            }

            if (!institution.IndependentDepartment)
            {
                yield return DepartmentNotIndependent;
            }
        }

        if (facts.Notice is { } notice && notice.Hospital != facts.ProcuringHospital)
        {
            yield return PlaceElsewhere;
        }
    }

    /// <summary>G8 无司法查验 (CQ-BODY 24).</summary>
    public static IEnumerable<GateReason> Forensic(OrganFacts facts) => facts.Forensic?.Status switch
    {
        null => [ForensicUnchecked],
        ForensicStatus.Clear => [],
        _ => [ForensicHold],
    };

    /// <summary>G9 医学适宜 (ODR 31): the OPO's word and nothing else.</summary>
    public static IEnumerable<GateReason> Fitness(OrganFacts facts)
        => facts.Fitness is [] ? [FitnessUnstated]
            : facts.Fitness[^1].What.Fit ? []
            : [MedicallyUnfit];
}
