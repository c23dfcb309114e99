using System.Diagnostics;
using System.Text.Json.Serialization;
using Boai.Workflows.Cases;

namespace Boai.Workflows.CorneaDonation;

/// <summary>What an event changes in the facts. The names are the events' kinds and are never renamed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TissueVerified), nameof(TissueVerified))]
[JsonDerivedType(typeof(AdviceNoted), nameof(AdviceNoted))]
[JsonDerivedType(typeof(BankDispatched), nameof(BankDispatched))]
[JsonDerivedType(typeof(ResearchAgreed), nameof(ResearchAgreed))]
[JsonDerivedType(typeof(BestHoursPassed), nameof(BestHoursPassed))]
[JsonDerivedType(typeof(WindowPassed), nameof(WindowPassed))]
[JsonDerivedType(typeof(TissueRetrieved), nameof(TissueRetrieved))]
[JsonDerivedType(typeof(ShapeConfirmed), nameof(ShapeConfirmed))]
[JsonDerivedType(typeof(ResultFiled), nameof(ResultFiled))]
[JsonDerivedType(typeof(DonationEnded), nameof(DonationEnded))]
[JsonDerivedType(typeof(MindChanged), nameof(MindChanged))]
[JsonDerivedType(typeof(DonationClosed), nameof(DonationClosed))]
public abstract record CorneaFact
{
    private CorneaFact() { }

    public sealed record TissueVerified(TissueBasis Basis, TissueWill Will) : CorneaFact;

    public sealed record AdviceNoted(ContraIndication Indication) : CorneaFact;

    public sealed record BankDispatched(string EyeBank) : CorneaFact;

    public sealed record ResearchAgreed(string ConsentId) : CorneaFact;

    public sealed record BestHoursPassed : CorneaFact;

    public sealed record WindowPassed : CorneaFact;

    /// <param name="ShapeRestored">Null when a message said it, which does not tell.</param>
    /// <param name="Late">After the time for transplantation.</param>
    public sealed record TissueRetrieved(DateTimeOffset At, IReadOnlyList<string> Items, bool? ShapeRestored, bool Late) : CorneaFact;

    public sealed record ShapeConfirmed : CorneaFact;

    public sealed record ResultFiled(TissueResult Result) : CorneaFact;

    public sealed record DonationEnded(TissueEnd Reason) : CorneaFact;

    public sealed record MindChanged : CorneaFact;

    public sealed record DonationClosed : CorneaFact;
}

/// <summary>What each event changes in the facts: nothing is decided here.</summary>
internal static class CorneaEvolution
{
    public static CorneaFacts Evolve(CorneaFacts facts, CorneaFact fact, CaseEvent happened) => fact switch
    {
        CorneaFact.TissueVerified it => facts with { Basis = it.Basis, Will = it.Will },
        CorneaFact.AdviceNoted it => facts with { Advice = [.. facts.Advice, it.Indication] },
        CorneaFact.BankDispatched it => facts with { EyeBank = it.EyeBank, DispatchedAt = happened.At },
        CorneaFact.ResearchAgreed => facts with { ResearchAgreed = true },
        CorneaFact.BestHoursPassed => facts with { BestPassed = true },
        CorneaFact.WindowPassed => facts with { WindowPassed = true },
        CorneaFact.TissueRetrieved it => facts with { RetrievedAt = it.At, Retrieved = it.Items, ShapeRestored = it.ShapeRestored, RetrievedLate = it.Late },
        CorneaFact.ShapeConfirmed => facts with { ShapeRestored = true },
        CorneaFact.ResultFiled it => facts with { Result = it.Result },
        CorneaFact.DonationEnded it => facts with { Ended = it.Reason },
        CorneaFact.MindChanged or CorneaFact.DonationClosed => facts,
        _ => throw new UnreachableException($"No such fact: {fact.GetType().Name}"),
    };
}
