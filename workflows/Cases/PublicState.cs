using System.Text.Json.Serialization;

namespace Boai.Workflows.Cases;

/// <summary>What an applicant is told about a case: the short words of handbook §19.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PublicState>))]
public enum PublicState
{
    /// <summary>草稿; shown to its author alone.</summary>
    Draft,

    /// <summary>已提交.</summary>
    Submitted,

    /// <summary>待补正.</summary>
    SupplementNeeded,

    /// <summary>审核中.</summary>
    UnderReview,

    /// <summary>公示中.</summary>
    InPublicity,

    /// <summary>待拨付.</summary>
    AwaitingPayment,

    /// <summary>已拨付.</summary>
    Paid,

    /// <summary>不予救助.</summary>
    NotGranted,

    /// <summary>已撤回.</summary>
    Withdrawn,

    /// <summary>已办结.</summary>
    Closed,
}
