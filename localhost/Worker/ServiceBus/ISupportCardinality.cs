namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>A trigger that can hand over one thing or many.</summary>
public interface ISupportCardinality
{
    /// <summary>How many one invocation gets.</summary>
    Cardinality Cardinality { get; set; }
}

/// <summary>How many one invocation gets.</summary>
public enum Cardinality
{
    /// <summary>An array.</summary>
    Many = 0,

    /// <summary>One.</summary>
    One = 1,
}
