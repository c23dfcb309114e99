using System.Text.Json.Serialization;
using Boai.Workflows.Cases;

namespace Boai.Workflows.MemorialCare;

/// <summary>States of a case of memory and care (LIFE-08, handbook §7.7).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CareState>))]
public enum CareState
{
    /// <summary>关怀中: the branch keeps in touch, year after year.</summary>
    Caring,

    /// <summary>不再联系: the family has said so. Nothing leads out, and no task is ever made again.</summary>
    NoContact,
}

/// <summary>What follows from a state alone.</summary>
public static class CareStates
{
    /// <summary>The state that a head of this programme is in.</summary>
    public static CareState StateOf(this CaseHead head) => Enum.Parse<CareState>(head.State);
}

/// <summary>Occasions on which the branch turns to a family (handbook §7.7).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CareKind>))]
public enum CareKind
{
    /// <summary>慰问.</summary>
    Condolence,

    /// <summary>办理捐献证书 (LIFE-11).</summary>
    Certificate,

    /// <summary>三十日回访.</summary>
    MonthCall,

    /// <summary>百日.</summary>
    HundredDays,

    /// <summary>首个清明.</summary>
    FirstQingming,

    /// <summary>4 月 1 日缅怀纪念活动邀请, every year.</summary>
    Invitation,
}

/// <summary>Kinds of tasks of this programme; those of care are the names of <see cref="CareKind"/>.</summary>
public static class CareTasks
{
    /// <summary>The family reads the name as it will be written.</summary>
    public const string ProofRead = "memorial-proof";

    /// <summary>The name is to be engraved.</summary>
    public const string Engrave = "memorial-engraving";

    /// <summary>An engraved name is to be taken down or corrected.</summary>
    public const string Remove = "memorial-removal";
}
