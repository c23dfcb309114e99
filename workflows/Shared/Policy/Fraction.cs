namespace Boai.Workflows.Shared;

/// <summary>An exact ratio, for rules such as 三分之二以上 that no rounding may touch.</summary>
public readonly record struct Fraction(int Numerator, int Denominator)
{
    /// <summary>Whether a part is this share of the whole or more (以上 includes the number, CC 1259).</summary>
    public bool IsReachedBy(int part, int whole) => (long)part * Denominator >= (long)whole * Numerator;

    /// <summary>Whether a part is this share of the whole or less (以下 includes the number, CC 1259).</summary>
    public bool IsNotExceededBy(int part, int whole) => (long)part * Denominator <= (long)whole * Numerator;
}
