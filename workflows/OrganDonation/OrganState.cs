using System.Text.Json.Serialization;
using Boai.Workflows.Cases;

namespace Boai.Workflows.OrganDonation;

/// <summary>States of a donor case, handbook §7.3.2; the comments give the numbers of its table.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrganState>))]
public enum OrganState
{
    /// <summary>0 已报告.</summary>
    Reported,

    /// <summary>1 意愿与资格核查.</summary>
    Screening,

    /// <summary>2 亲属沟通.</summary>
    FamilyTalk,

    /// <summary>3 书面同意.</summary>
    Consent,

    /// <summary>4 条件齐备.</summary>
    Gates,

    /// <summary>5 见证就绪.</summary>
    WitnessReady,

    /// <summary>6 获取中.</summary>
    Procuring,

    /// <summary>7 遗体恢复.</summary>
    Restoring,

    /// <summary>8 移交.</summary>
    HandedOver,

    /// <summary>9 报告备案.</summary>
    Reporting,

    /// <summary>10 人道关怀.</summary>
    Aftercare,

    /// <summary>11 归档.</summary>
    Closed,

    /// <summary>X1 拒绝/反对.</summary>
    Declined,

    /// <summary>X2 医学不适宜.</summary>
    MedicallyUnfit,

    /// <summary>X3 伦理未通过.</summary>
    EthicsRefused,

    /// <summary>X4 撤回同意.</summary>
    ConsentWithdrawn,

    /// <summary>X5 未及获取.</summary>
    NotProcured,

    /// <summary>X6 司法查验未排除.</summary>
    ForensicBar,

    /// <summary>X7 患者好转.</summary>
    Recovered,

    /// <summary>X8 误投.</summary>
    Misdirected,
}

/// <summary>What follows from a state alone. X9 违规记录 is no state but a flag beside it: <see cref="OrganFacts.Violations"/>.</summary>
public static class OrganStates
{
    public static OrganState StateOf(this CaseHead head) => Enum.Parse<OrganState>(head.State);

    /// <summary>X1 to X8: the donation does not take place.</summary>
    public static bool IsEnding(this OrganState state) => state >= OrganState.Declined;

    /// <summary>Before the procurement: readiness may still come, and be lost.</summary>
    public static bool IsBeforeStart(this OrganState state) => state <= OrganState.WitnessReady;

    /// <summary>Whether clinical facts are destroyed after a time (handbook §12.5, §7.3.6).</summary>
    public static bool IsErased(this OrganState state)
        => state.IsEnding() && state is not (OrganState.EthicsRefused or OrganState.ForensicBar);
}
