using System.Text.Json.Serialization;
using Boai.Workflows.Cases;

namespace Boai.Workflows.HardshipRelief;

/// <summary>States of a hardship-relief case (困难救助), handbook §5.2; the comments give the numbers of its table.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReliefState>))]
public enum ReliefState
{
    /// <summary>1 草稿.</summary>
    Draft,

    /// <summary>2 已提交.</summary>
    Submitted,

    /// <summary>3 受理审查.</summary>
    Intake,

    /// <summary>3S 补正.</summary>
    SupplementAwaited,

    /// <summary>4 调查核实.</summary>
    Verification,

    /// <summary>5 民主评议/初审.</summary>
    FirstOpinion,

    /// <summary>6 公示.</summary>
    Publicity,

    /// <summary>6R 异议复核.</summary>
    Reverification,

    /// <summary>6' 再次公示.</summary>
    RenewedPublicity,

    /// <summary>7 审批; also the review of a refusal, by another officer.</summary>
    Approval,

    /// <summary>8 拨付.</summary>
    Payment,

    /// <summary>8F 拨付退回.</summary>
    PaymentFailed,

    /// <summary>9 已救助, 回访.</summary>
    Aided,

    /// <summary>10 不予救助.</summary>
    Refused,

    /// <summary>11 疑点调查.</summary>
    Investigation,

    /// <summary>12 归档.</summary>
    Closed,

    /// <summary>已撤回, by the applicant or by lapse of time.</summary>
    Withdrawn,
}

/// <summary>What follows from a state alone.</summary>
public static class ReliefStates
{
    /// <summary>The state that a head of this programme is in.</summary>
    public static ReliefState StateOf(this CaseHead head) => Enum.Parse<ReliefState>(head.State);

    /// <summary>Whether only reopening leads out.</summary>
    public static bool IsTerminal(this ReliefState state) => state is ReliefState.Closed or ReliefState.Withdrawn;

    /// <summary>Whether the applicant knows the state as "under publicity".</summary>
    public static bool IsPublic(this ReliefState state) => state is ReliefState.Publicity or ReliefState.RenewedPublicity;

    /// <summary>The short word for the applicant (handbook §19).</summary>
    public static PublicState Shown(this ReliefState state) => state switch
    {
        ReliefState.Draft => PublicState.Draft,
        ReliefState.Submitted => PublicState.Submitted,
        ReliefState.SupplementAwaited => PublicState.SupplementNeeded,
        ReliefState.Publicity or ReliefState.RenewedPublicity => PublicState.InPublicity,
        ReliefState.Payment or ReliefState.PaymentFailed => PublicState.AwaitingPayment,
        ReliefState.Aided => PublicState.Paid,
        ReliefState.Refused => PublicState.NotGranted,
        ReliefState.Withdrawn => PublicState.Withdrawn,
        ReliefState.Closed => PublicState.Closed,
        _ => PublicState.UnderReview,
    };
}
