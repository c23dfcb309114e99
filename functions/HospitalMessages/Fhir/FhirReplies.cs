using System.Security.Cryptography;
using System.Text;
using Boai.Workflows.HospitalMessages;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace Boai.Functions.HospitalMessages.Fhir;

/// <summary>Writes what the branch says as FHIR messages (handbook §11.1, §11.2).</summary>
internal static class FhirReplies
{
    /// <summary>R08: the answer to a message, each issue with its FHIRPath.</summary>
    /// <param name="receiver">Unified social credit code; null when the sender could not be read.</param>
    public static byte[] Acknowledgement(MessageAcknowledgement of, string? receiver, DateTimeOffset at)
    {
        OperationOutcome outcome = OutcomeOf(of);
        MessageHeader header = Header(AnswerCode, IdOfAcknowledgement(of), receiver);
        header.Response = new MessageHeader.ResponseComponent
        {
            Identifier = of.To,
            Code = of.Code switch
            {
                ResponseCode.Ok => MessageHeader.ResponseType.Ok,
                ResponseCode.TransientError => MessageHeader.ResponseType.TransientError,
                _ => MessageHeader.ResponseType.FatalError,
            },
            Details = new ResourceReference(UrlOf(IdOf("outcome", of.To, of.Code.ToString()))),
        };
        return Write(header, at, (IdOf("outcome", of.To, of.Code.ToString()), outcome));
    }

    /// <summary>A message about a case: one Communication with the case, the donor's pseudonym and what is meant.</summary>
    /// <param name="key">Makes the message's id: the same key is the same message, however often it is sent.</param>
    /// <param name="text">In Chinese, for the people at the other end; no identity.</param>
    /// <param name="further">Further resources, each with the key of its id.</param>
    public static byte[] AboutCase(
        string code, string key, string receiver, string caseNumber, string pseudonym, bool urgent, string? causeCode, string text, DateTimeOffset at,
        params IReadOnlyList<(string Key, Resource Resource)> further)
    {
        Communication said = new()
        {
            Status = EventStatus.Completed,
            Priority = urgent ? RequestPriority.Stat : RequestPriority.Urgent,
            Identifier = [new Identifier(FhirTerms.Case, caseNumber)],
            Subject = new ResourceReference { Identifier = new Identifier(FhirTerms.Donor, pseudonym) },
            SentElement = new FhirDateTime(at),
            Payload = [new Communication.PayloadComponent { Content = new FhirString(text) }],
            ReasonCode = causeCode is null ? [] : [new CodeableConcept(FhirTerms.Problems, causeCode)],
        };
        string focus = IdOf("communication", key);
        MessageHeader header = Header(code, IdOf(code, key), receiver);
        header.Focus = [new ResourceReference(UrlOf(focus))];
        return Write(header, at, [(focus, said), .. further.Select(one => (IdOf(one.Key, key), one.Resource))]);
    }

    /// <summary>The id that <see cref="AboutCase"/> gives a message of this code and key.</summary>
    public static string IdOfMessage(string code, string key) => IdOf(code, key);

    /// <summary>The id of <see cref="Acknowledgement"/>.</summary>
    /// <summary>R08 应答: ok, or what was wrong.</summary>
    public const string AnswerCode = "R08";

    public static string IdOfAcknowledgement(MessageAcknowledgement of) => IdOf(AnswerCode, of.To, of.Code.ToString());

    private static MessageHeader Header(string code, string id, string? receiver) => new()
    {
        Id = id,
        Event = new Coding(FhirTerms.Replies, code),
        Source = new MessageHeader.MessageSourceComponent { Name = "重庆市红十字会", Endpoint = FhirTerms.Endpoint },
        Destination =
        [
            new MessageHeader.MessageDestinationComponent { Endpoint = receiver is null ? "urn:cqrc:endpoint:unknown" : "urn:cqrc:endpoint:" + receiver },
        ],
    };

    private static byte[] Write(MessageHeader header, DateTimeOffset at, params IReadOnlyList<(string Id, Resource Resource)> resources)
    {
        Bundle bundle = new()
        {
            Type = Bundle.BundleType.Message,
            Identifier = new Identifier("urn:cqrc:msg", header.Id),
            Timestamp = at.ToOffset(TimeSpan.FromHours(8)),
            Entry =
            [
                new Bundle.EntryComponent { FullUrl = UrlOf(header.Id!), Resource = header },
                .. resources.Select(one => new Bundle.EntryComponent { FullUrl = UrlOf(one.Id), Resource = one.Resource }),
            ],
        };
        return FhirJsonSerializer.Default.SerializeToBytes(bundle);
    }

    private static OperationOutcome OutcomeOf(MessageAcknowledgement of) => new()
    {
        Issue =
        [
            .. of.Issues.Select(issue => new OperationOutcome.IssueComponent
            {
                Severity = of.Code == ResponseCode.Ok ? OperationOutcome.IssueSeverity.Warning : OperationOutcome.IssueSeverity.Error,
                Code = of.Code == ResponseCode.Ok ? OperationOutcome.IssueType.Informational : OperationOutcome.IssueType.Processing,
                Details = new CodeableConcept(FhirTerms.Problems, issue.Code, HospitalTexts.Of(issue.Code)),
                Expression = issue.Path is null ? [] : [issue.Path],
            }),
            .. of.Issues is []
                ? new[]
                {
                    new OperationOutcome.IssueComponent
                    {
                        Severity = OperationOutcome.IssueSeverity.Information,
                        Code = OperationOutcome.IssueType.Informational,
                        Details = new CodeableConcept(FhirTerms.Problems, "message.accepted", HospitalTexts.Of("message.accepted")),
                    },
                }
                : [],
        ],
    };

    private static string UrlOf(string id) => "urn:uuid:" + id;

    // The same words give the same id, so a message that is sent again is known at the other end.
    private static string IdOf(params ReadOnlySpan<string> words)
        => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', words!))).AsSpan(0, 16)).ToString("D");
}
