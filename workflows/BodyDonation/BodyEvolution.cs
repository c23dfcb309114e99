using System.Diagnostics;
using Boai.Workflows.Cases;
using static Boai.Workflows.BodyDonation.BodyFact;

namespace Boai.Workflows.BodyDonation;

/// <summary>What each event changes in the facts: nothing is decided here.</summary>
internal static class BodyEvolution
{
    public static BodyFacts Evolve(BodyFacts facts, BodyFact fact, CaseEvent happened) => fact switch
    {
        BodyVerified it => facts with { Basis = it.Basis, Will = it.Will },
        FoundUnfit it => facts with { Unfit = it.Reason },
        UnitDispatched it => facts with { Dispatches = [.. facts.Dispatches, new Dispatch(it.Unit, happened.At, it.ClockFrom)] },
        UnitReminded => Current(facts, sent => sent with { Reminded = true }),
        ArrivalEscalated => Current(facts, sent => sent with { Escalated = true }),
        ArrivalBreached => Current(facts, sent => sent with { BreachedAt = happened.At }),
        UnitArrived it => Current(facts, sent => sent with { ArrivedAt = it.At }),
        AshesChosen it => facts with { Ashes = it.Choice },
        BodyHandedOver it => facts with { HandedOverAt = it.At, CertificateNumber = it.CertificateNumber, CertificateDigest = it.CertificateDigest },
        UnitDeclined it => Current(facts, sent => sent with { Declined = it.Reason }),
        ReportFiled => facts with { ReportedAt = happened.At },
        UseBegun it => facts with { CeremonyAt = it.CeremonyAt },
        SummaryAsked it => facts with { SummariesAsked = [.. facts.SummariesAsked, it.Year] },
        SummaryFiled it => facts with { Summaries = [.. facts.Summaries, it.Year] },
        BodyCremated it => facts with { CrematedAt = it.At },
        AuthorityTold => facts with { AuthorityToldAt = happened.At },
        BodyArchived or MindChanged => facts,
        _ => throw new UnreachableException($"No such fact: {fact.GetType().Name}"),
    };

    private static BodyFacts Current(BodyFacts facts, Func<Dispatch, Dispatch> how) =>
        facts with { Dispatches = [.. facts.Dispatches.SkipLast(1), how(facts.Dispatches[^1])] };
}
