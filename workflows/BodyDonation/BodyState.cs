using System.Text.Json.Serialization;
using Boai.Workflows.Cases;

namespace Boai.Workflows.BodyDonation;

/// <summary>States of a body donation (LIFE-03, handbook §7.4a).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BodyState>))]
public enum BodyState
{
    /// <summary>死亡通知.</summary>
    Notified,

    /// <summary>核验: may be received; a unit is to be sent.</summary>
    Verified,

    /// <summary>已派遣: twelve hours run from the notice (CQ-BODY 19).</summary>
    Dispatched,

    /// <summary>现场交接.</summary>
    OnSite,

    /// <summary>已接受: handed over, 遗体捐献证明 issued.</summary>
    Accepted,

    /// <summary>使用, after the ceremony of respect (CQ-BODY 21).</summary>
    InUse,

    /// <summary>用毕火化.</summary>
    Cremated,

    /// <summary>归档.</summary>
    Archived,

    /// <summary>不符 or 不宜接受: explained humanely; the funeral path.</summary>
    NotAccepted,

    /// <summary>Executor or family changed their mind before the handover.</summary>
    Withdrawn,

    /// <summary>Changed after the handover and before use: given back.</summary>
    Returned,
}

/// <summary>What follows from a state alone.</summary>
public static class BodyStates
{
    /// <summary>The state that a head of this programme is in.</summary>
    public static BodyState StateOf(this CaseHead head) => Enum.Parse<BodyState>(head.State);

    /// <summary>Nothing leads out.</summary>
    public static bool IsOver(this BodyState state) => state is BodyState.Archived or BodyState.NotAccepted or BodyState.Withdrawn or BodyState.Returned;

    /// <summary>Whether mind may be changed without more ado.</summary>
    public static bool IsBeforeHandover(this BodyState state) => state <= BodyState.OnSite;
}
