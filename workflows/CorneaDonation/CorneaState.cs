using System.Text.Json.Serialization;
using Boai.Workflows.Cases;

namespace Boai.Workflows.CorneaDonation;

/// <summary>States of a donation of corneas or other tissue (LIFE-04, handbook §7.5).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CorneaState>))]
public enum CorneaState
{
    /// <summary>死亡通知.</summary>
    Notified,

    /// <summary>核验: intent, or the whole family.</summary>
    Verified,

    /// <summary>眼库已派遣.</summary>
    Dispatched,

    /// <summary>已获取: on the eye bank's bench.</summary>
    Retrieved,

    /// <summary>检测完毕: used and unsuitable are counted.</summary>
    Settled,

    /// <summary>归档.</summary>
    Closed,

    /// <summary>不宜或逾时.</summary>
    NotAccepted,

    /// <summary>撤回同意.</summary>
    Withdrawn,
}

/// <summary>What follows from a state alone.</summary>
public static class CorneaStates
{
    /// <summary>The state that a head of this programme is in.</summary>
    public static CorneaState StateOf(this CaseHead head) => Enum.Parse<CorneaState>(head.State);

    /// <summary>Nothing leads out.</summary>
    public static bool IsOver(this CorneaState state) => state >= CorneaState.Closed;
}
