using System.Text.Json.Serialization;

namespace Boai.Workflows.MemorialCare;

/// <summary>What an event changes in the facts. The names are the events' kinds and are never renamed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CareDue), nameof(CareDue))]
[JsonDerivedType(typeof(CareCompleted), nameof(CareCompleted))]
[JsonDerivedType(typeof(NameProposed), nameof(NameProposed))]
[JsonDerivedType(typeof(NameProofRead), nameof(NameProofRead))]
[JsonDerivedType(typeof(NameEngraved), nameof(NameEngraved))]
[JsonDerivedType(typeof(NameRemoved), nameof(NameRemoved))]
[JsonDerivedType(typeof(MemorialWithdrawn), nameof(MemorialWithdrawn))]
[JsonDerivedType(typeof(ContactEnded), nameof(ContactEnded))]
public abstract record CareFact
{
    private CareFact() { }

    /// <param name="Year">Of an invitation; else of the occasion.</param>
    public sealed record CareDue(CareKind Care, int Year) : CareFact;

    public sealed record CareCompleted(CareKind Care) : CareFact;

    public sealed record NameProposed(bool Engraving, bool Online, string ConsentId, string NameDigest) : CareFact;

    public sealed record NameProofRead(string ProofId) : CareFact;

    public sealed record NameEngraved(string Position) : CareFact;

    public sealed record NameRemoved : CareFact;

    public sealed record MemorialWithdrawn(bool Engraving, bool Online) : CareFact;

    public sealed record ContactEnded : CareFact;
}
