using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

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

/// <summary>What the branch sends to hospitals about a case (handbook §11.1): data only, names are put in where it is sent.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(WitnessesAssigned), "R01")]
[JsonDerivedType(typeof(WitnessReady), "R02")]
[JsonDerivedType(typeof(Hold), "R03")]
[JsonDerivedType(typeof(StatusQuery), "R06")]
[JsonDerivedType(typeof(Acknowledgement), "R08")]
public abstract record HospitalReply
{
    private HospitalReply() { }

    /// <summary>R01 协调员指派: name and licence number are looked up by staff id when the message is written.</summary>
    public sealed record WitnessesAssigned(CaseNumber Number, string DonorPseudonym, IReadOnlyList<ExpectedWitness> Witnesses) : HospitalReply;

    /// <summary>R02 见证就绪. It never says that an operation is approved: the Red Cross witnesses, it does not decide.</summary>
    public sealed record WitnessReady(CaseNumber Number, string DonorPseudonym, DateTimeOffset At) : HospitalReply;

    /// <summary>R03 暂缓/停止, of high priority.</summary>
    /// <param name="CauseCode">A gate's reason or an ending: never a person.</param>
    public sealed record Hold(CaseNumber Number, string DonorPseudonym, DateTimeOffset At, string CauseCode) : HospitalReply;

    /// <summary>R06 状态查询.</summary>
    public sealed record StatusQuery(CaseNumber Number, string DonorPseudonym) : HospitalReply;

    /// <summary>R08 error/ack.</summary>
    public sealed record Acknowledgement(MessageAcknowledgement Of) : HospitalReply;
}

/// <param name="StaffId">Opaque.</param>
public sealed record ExpectedWitness(string StaffId, DateTimeOffset? ExpectedAt);
