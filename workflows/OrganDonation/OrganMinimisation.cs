using Boai.Workflows.Cases;
using static Boai.Workflows.OrganDonation.OrganFact;

namespace Boai.Workflows.OrganDonation;

/// <summary>数据最小化 in the history of a case: what <see cref="ClinicalFactsErased"/> takes out of the facts goes out of its events too (handbook §12.5, PIPL 47).</summary>
/// <remarks>An event keeps its number, kind, time and actor, and what it changed in the head: the case can still be built from its events.</remarks>
public static class OrganMinimisation
{
    /// <summary>The event as it may be kept.</summary>
    /// <returns>Null when nothing of it has to go.</returns>
    public static CaseEvent? Of(CaseEvent happened)
    {
        if (happened.Data is not { } data)
        {
            return null;
        }

        CaseEvent kept = happened with { SealedNote = null };
        if (happened.Kind == CaseFold.Opened)
        {
            CaseOpening<OrganFacts> opening = CaseJson.Read<CaseOpening<OrganFacts>>(data);
            kept = kept with { Data = CaseJson.ToElement(opening with { Facts = OrganEvolution.Erased(opening.Facts) }) };
        }
        else if (CaseJson.Read<CaseEntry<OrganFact>>(data) is { Fact: { } fact } entry && Goes(fact))
        {
            kept = kept with { Data = CaseJson.ToElement(entry with { Fact = null }) };
        }

        return kept.SealedNote == happened.SealedNote && kept.Data!.Value.GetRawText() == data.GetRawText() ? null : kept;
    }

    private static bool Goes(OrganFact fact) => fact switch
    {
        StatementHeard heard => heard.Statement is HospitalStatement.PotentialDonor or HospitalStatement.ConsentSigned or HospitalStatement.DeathDetermined
            or HospitalStatement.EthicsOpinion or HospitalStatement.FitnessStated,
        ForensicChecked or RegistersRead or IntentReviewed or FamilyTalked or DeciderStated or DecisionSighted or DecisionReconfirmed or ConsentTakenBack => true,
        _ => false,
    };
}
