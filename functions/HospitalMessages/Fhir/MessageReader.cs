using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Boai.Workflows.HospitalMessages;
using Boai.Workflows.Shared;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;

namespace Boai.Functions.HospitalMessages.Fhir;

/// <summary>Reads bytes as a FHIR R4 message: strictly, and with a place for everything that is wrong (handbook §11.2).</summary>
/// <remarks>Elements and cardinalities are Firely's to check; the rules of message bundles and of this exchange are checked here.</remarks>
internal static class MessageReader
{
    private const int MostIssues = 50;

    public static string DigestOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <param name="credentialOwner">Unified social credit code that the credential proves; empty when it proves none.</param>
    public static MessageReading Read(byte[] body, string credentialOwner, DateTimeOffset receivedAt, PolicyPack pack)
    {
        if (Parse(body, out List<MessageIssue> issues) is not Bundle bundle)
        {
            return new MessageReading.Unreadable(null, issues is [] ? [new MessageIssue(FhirProblems.NotAMessage)] : issues);
        }

        issues.AddRange(BundleRules.Check(bundle));
        MessageHeader? header = bundle.Entry.FirstOrDefault()?.Resource as MessageHeader;
        if (issues.Count > 0 || header is null)
        {
            return new MessageReading.Unreadable(header?.Id, [.. issues.Take(MostIssues)]);
        }

        HospitalEnvelope envelope = new(
            header.Id!, ((Coding)header.Event!).Code!, BundleRules.SenderOf(bundle, header)!, credentialOwner, DigestOf(body),
            bundle.Timestamp!.Value.ToUniversalTime(), receivedAt)
        {
            BusinessTimes = [.. BusinessTimes(bundle)],
            Forbidden = [.. ForbiddenContents.Find(bundle, pack.Count(PolicyKeys.HospitalFreeTextMax, ChinaCalendar.DateOf(receivedAt)))],
        };
        return new MessageReading.Read(new HospitalMessage(envelope, HospitalEvents.Parse(envelope.EventCode), bundle));
    }

    private static Resource? Parse(byte[] body, out List<MessageIssue> issues)
    {
        try
        {
            Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = 48 });
            bool good = FhirJsonDeserializer.STRICT.TryDeserializeResource(reader, out Resource? resource, out IEnumerable<CodedException> problems);
            issues = good ? [] : [.. problems.Take(MostIssues).Select(problem => new MessageIssue(FhirProblems.Element, (problem as ExtendedCodedException)?.InstancePath))];
            return resource;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            issues = [new MessageIssue(FhirProblems.Unreadable)];
            return null;
        }
    }

    // What has happened must not lie ahead; what is planned may.
    private static IEnumerable<BusinessTime> BusinessTimes(Bundle bundle)
    {
        for (int index = 1; index < bundle.Entry.Count; index++)
        {
            foreach ((Base element, string path) in FhirWalk.Of(bundle.Entry[index].Resource!, HospitalMessage.PathOf(index)))
            {
                if (!path.Contains(".occurrence", StringComparison.Ordinal) && InstantOf(element) is { } at)
                {
                    yield return new BusinessTime(at, path);
                }
            }
        }
    }

    private static DateTimeOffset? InstantOf(Base element) => element switch
    {
        Instant { Value: { } at } => at,
        FhirDateTime time when time.TryToDateTimeOffset(TimeSpan.FromHours(8), out DateTimeOffset at) => at,
        _ => null,
    };
}
