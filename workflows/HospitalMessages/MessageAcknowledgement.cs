using System.Text.Json.Serialization;

namespace Boai.Workflows.HospitalMessages;

/// <summary>How a message is answered (MessageHeader.response.code).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResponseCode>))]
public enum ResponseCode
{
    /// <summary>Accepted for processing.</summary>
    Ok,

    /// <summary>Wait and send again.</summary>
    TransientError,

    /// <summary>No use in sending it again unchanged.</summary>
    FatalError,
}

/// <summary>One issue of the OperationOutcome.</summary>
/// <param name="Code">Of <see cref="MessageProblems"/>.</param>
/// <param name="Path">FHIRPath; null when the whole message is meant.</param>
public sealed record MessageIssue(string Code, string? Path = null);

/// <summary>R08: the answer to one message.</summary>
/// <param name="To">Id of the message that is answered.</param>
public sealed record MessageAcknowledgement(string To, ResponseCode Code, IReadOnlyList<MessageIssue> Issues);
