using System.Diagnostics;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using static Boai.Workflows.MemorialCare.CareFact;

namespace Boai.Workflows.MemorialCare;

/// <summary>What each event changes in the facts: nothing is decided here.</summary>
internal static class CareEvolution
{
    public static CareFacts Evolve(CareFacts facts, CareFact fact, CaseEvent happened) => fact switch
    {
        CareDue { Care: CareKind.Invitation } it => facts with { InvitedFor = it.Year },
        CareDue it => facts with { Opened = [.. facts.Opened, it.Care] },
        CareCompleted or ContactEnded => facts,
        NameProposed it => facts with
        {
            Wish = new MemorialWish(
                it.Engraving, it.Online, it.ConsentId, it.NameDigest, ProofId: null, facts.Wish?.Position, facts.Wish?.EngravedOn, facts.Wish?.EngravedDigest),
        },
        NameProofRead it => facts with { Wish = facts.Wish! with { ProofId = it.ProofId } },
        NameEngraved it => facts with
        {
            Wish = facts.Wish! with { Position = it.Position, EngravedOn = ChinaCalendar.DateOf(happened.At), EngravedDigest = facts.Wish.NameDigest },
        },
        NameRemoved => facts with { Wish = facts.Wish! with { Position = null, EngravedOn = null, EngravedDigest = null } },
        MemorialWithdrawn it => facts with
        {
            Wish = facts.Wish! with { Engraving = facts.Wish.Engraving && !it.Engraving, Online = facts.Wish.Online && !it.Online },
        },
        _ => throw new UnreachableException($"No such fact: {fact.GetType().Name}"),
    };
}
