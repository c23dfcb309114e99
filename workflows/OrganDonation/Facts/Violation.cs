namespace Boai.Workflows.OrganDonation;

/// <summary>Violations of handbook §7.3.5: opened by the system, closed by people.</summary>
public enum ViolationKind
{
    /// <summary>V1 获取在见证就绪之前开始.</summary>
    V1,

    /// <summary>V2 见证人不足.</summary>
    V2,

    /// <summary>V3 伦理意见缺失、迟到或人数不符.</summary>
    V3,

    /// <summary>V4 死亡判定医师与获取、移植人员重合.</summary>
    V4,

    /// <summary>V5 获取了未同意的项目.</summary>
    V5,

    /// <summary>V6 越区.</summary>
    V6,

    /// <summary>V7 向不当对象转介.</summary>
    V7,

    /// <summary>V8 逾期未备案.</summary>
    V8,

    /// <summary>V9 见证报告相互矛盾.</summary>
    V9,

    /// <summary>V10 消息数据冲突.</summary>
    V10,

    /// <summary>V11 与捐献有关的给付或承诺.</summary>
    V11,
}

/// <summary>What people found.</summary>
public enum ViolationFinding
{
    Established,

    /// <summary>不成立. A start without readiness is never unfounded.</summary>
    Unfounded,
}

/// <summary>A violation in a case.</summary>
/// <param name="Key">What exactly, for example <c>start-without-ready</c>: one violation for each kind and key.</param>
/// <param name="Gates">For V1, the gates that did not hold as far as was known.</param>
public sealed record Violation(ViolationKind Kind, string Key, DateTimeOffset OpenedAt, IReadOnlyList<WitnessGate> Gates)
{
    public DateTimeOffset? HeadToldAt { get; init; }

    public DateTimeOffset? ReportedToAuthorityAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    public ViolationFinding? Finding { get; init; }

    public bool Is(ViolationKind kind, string key) => Kind == kind && Key == key;
}
