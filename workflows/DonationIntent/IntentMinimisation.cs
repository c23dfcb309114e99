using Boai.Workflows.Cases;
using static Boai.Workflows.DonationIntent.IntentFact;

namespace Boai.Workflows.DonationIntent;

/// <summary>Of a withdrawn or refused intent the form goes from the events too: dates and what was said last stay (handbook §12.5).</summary>
public static class IntentMinimisation
{
    /// <summary>The event as it may be kept.</summary>
    /// <returns>Null when nothing of it has to go.</returns>
    public static CaseEvent? Of(CaseEvent happened)
    {
        if (happened.Data is not { } data)
        {
            return null;
        }

        CaseEvent kept = happened;
        if (happened.Kind == CaseFold.Opened)
        {
            CaseOpening<IntentFacts> opening = CaseJson.Read<CaseOpening<IntentFacts>>(data);
            kept = happened with { Data = CaseJson.ToElement(opening with { Facts = opening.Facts with { Form = null, FiledBy = null } }) };
        }
        else if (CaseJson.Read<CaseEntry<IntentFact>>(data) is { Fact: FormChecked or IntentEffective or IntentChanged or DataConsentWithdrawn } entry)
        {
            kept = happened with { Data = CaseJson.ToElement(entry with { Fact = null }) };
        }

        return kept.Data!.Value.GetRawText() == data.GetRawText() ? null : kept;
    }
}
