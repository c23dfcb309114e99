using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>To which unit something counts.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(To), "to")]
[JsonDerivedType(typeof(Pending), "pending")]
public abstract record Attribution
{
    private Attribution()
    {
    }

    /// <summary>The units it may belong to: one when it is known.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<UnitCode> Candidates { get; }

    /// <summary>To this unit.</summary>
    public sealed record To(UnitCode Unit) : Attribution
    {
        [JsonIgnore]
        public override IReadOnlyList<UnitCode> Candidates => [Unit];
    }

    /// <summary>待归属: the unit was split and the place is not known well enough. Counted for the city, and for no unit.</summary>
    /// <param name="Candidates">The units it may belong to; empty when none is known.</param>
    public sealed record Pending(IReadOnlyList<UnitCode> Candidates) : Attribution
    {
        public override IReadOnlyList<UnitCode> Candidates { get; } = Candidates;

        public bool Equals(Pending? other) => other is not null && Candidates.SequenceEqual(other.Candidates);

        public override int GetHashCode() => Candidates.Count;
    }
}
