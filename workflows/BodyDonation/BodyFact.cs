using System.Text.Json.Serialization;

namespace Boai.Workflows.BodyDonation;

/// <summary>What an event changes in the facts. The names are the events' kinds and are never renamed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BodyVerified), nameof(BodyVerified))]
[JsonDerivedType(typeof(FoundUnfit), nameof(FoundUnfit))]
[JsonDerivedType(typeof(UnitDispatched), nameof(UnitDispatched))]
[JsonDerivedType(typeof(UnitReminded), nameof(UnitReminded))]
[JsonDerivedType(typeof(ArrivalEscalated), nameof(ArrivalEscalated))]
[JsonDerivedType(typeof(ArrivalBreached), nameof(ArrivalBreached))]
[JsonDerivedType(typeof(UnitArrived), nameof(UnitArrived))]
[JsonDerivedType(typeof(AshesChosen), nameof(AshesChosen))]
[JsonDerivedType(typeof(BodyHandedOver), nameof(BodyHandedOver))]
[JsonDerivedType(typeof(UnitDeclined), nameof(UnitDeclined))]
[JsonDerivedType(typeof(ReportFiled), nameof(ReportFiled))]
[JsonDerivedType(typeof(UseBegun), nameof(UseBegun))]
[JsonDerivedType(typeof(SummaryAsked), nameof(SummaryAsked))]
[JsonDerivedType(typeof(SummaryFiled), nameof(SummaryFiled))]
[JsonDerivedType(typeof(BodyCremated), nameof(BodyCremated))]
[JsonDerivedType(typeof(BodyArchived), nameof(BodyArchived))]
[JsonDerivedType(typeof(MindChanged), nameof(MindChanged))]
[JsonDerivedType(typeof(AuthorityTold), nameof(AuthorityTold))]
public abstract record BodyFact
{
    private BodyFact() { }

    public sealed record BodyVerified(BodyBasis Basis, BodyWill Will) : BodyFact;

    public sealed record FoundUnfit(UnfitReason Reason) : BodyFact;

    public sealed record UnitDispatched(string Unit, DateTimeOffset ClockFrom) : BodyFact;

    public sealed record UnitReminded : BodyFact;

    public sealed record ArrivalEscalated : BodyFact;

    public sealed record ArrivalBreached : BodyFact;

    public sealed record UnitArrived(DateTimeOffset At) : BodyFact;

    public sealed record AshesChosen(AshesChoice Choice) : BodyFact;

    /// <param name="CertificateDigest">When H12 said it.</param>
    public sealed record BodyHandedOver(DateTimeOffset At, string? CertificateNumber, string? CertificateDigest) : BodyFact;

    public sealed record UnitDeclined(UnfitReason Reason) : BodyFact;

    public sealed record ReportFiled(string DocumentId) : BodyFact;

    public sealed record UseBegun(DateTimeOffset CeremonyAt) : BodyFact;

    public sealed record SummaryAsked(int Year) : BodyFact;

    public sealed record SummaryFiled(int Year) : BodyFact;

    public sealed record BodyCremated(DateTimeOffset At) : BodyFact;

    public sealed record BodyArchived : BodyFact;

    public sealed record MindChanged : BodyFact;

    public sealed record AuthorityTold : BodyFact;
}
