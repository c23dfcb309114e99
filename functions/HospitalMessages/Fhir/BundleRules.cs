using Boai.Workflows.HospitalMessages;
using Hl7.Fhir.Model;

namespace Boai.Functions.HospitalMessages.Fhir;

/// <summary>The invariants of message bundles and what this exchange asks of the header (handbook §11.2).</summary>
internal static class BundleRules
{
    public static IEnumerable<MessageIssue> Check(Bundle bundle)
    {
        if (bundle.Type != Bundle.BundleType.Message)
        {
            yield return new MessageIssue(FhirProblems.NotAMessage, "Bundle.type");
        }

        if (bundle.Timestamp is null)
        {
            yield return new MessageIssue(FhirProblems.Timestamp, "Bundle.timestamp");
        }

        foreach (MessageIssue issue in Entries(bundle))
        {
            yield return issue;
        }

        if (bundle.Entry.FirstOrDefault()?.Resource is not MessageHeader header)
        {
            yield return new MessageIssue(FhirProblems.HeaderFirst, "Bundle.entry[0]");
            yield break;
        }

        foreach (MessageIssue issue in Header(bundle, header))
        {
            yield return issue;
        }
    }

    /// <returns>The code of the organisation that the header names as sender; null when it names none.</returns>
    public static string? SenderOf(Bundle bundle, MessageHeader header)
        => header.Sender?.Reference is { } url
            && bundle.Entry.FirstOrDefault(entry => entry.FullUrl == url)?.Resource is Organization organisation
                ? HospitalMessage.IdentifierOf(organisation.Identifier, FhirTerms.Uscc)
                : null;

    private static IEnumerable<MessageIssue> Entries(Bundle bundle)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int index = 0; index < bundle.Entry.Count; index++)
        {
            Bundle.EntryComponent entry = bundle.Entry[index];
            string path = $"Bundle.entry[{index}]";
            if (entry.FullUrl is not { Length: > 0 } url || url.Contains("/_history/", StringComparison.Ordinal) || !seen.Add(url))
            {
                yield return new MessageIssue(FhirProblems.FullUrl, path + ".fullUrl");
            }

            if (entry.Request is not null)
            {
                yield return new MessageIssue(FhirProblems.RequestEntry, path + ".request");
            }

            if (entry.Resource is null)
            {
                yield return new MessageIssue(FhirProblems.Element, path + ".resource");
            }
        }
    }

    private static IEnumerable<MessageIssue> Header(Bundle bundle, MessageHeader header)
    {
        const string path = "Bundle.entry[0].resource";
        if (!Guid.TryParseExact(header.Id, "D", out _))
        {
            yield return new MessageIssue(FhirProblems.MessageId, path + ".id");
        }
        else if (bundle.Identifier?.Value != header.Id)
        {
            yield return new MessageIssue(FhirProblems.MessageId, "Bundle.identifier");
        }

        // An answer is about a message of ours, and goes by its code.
        string events = header.Response is null ? FhirTerms.Events : FhirTerms.Replies;
        if (header.Event is not Coding { Code.Length: > 0 } coding || coding.System != events)
        {
            yield return new MessageIssue(FhirProblems.EventCoding, path + ".event");
        }

        if (header.Response is { } response && (response.Code is null || !Guid.TryParseExact(response.Identifier, "D", out _)))
        {
            yield return new MessageIssue(FhirProblems.Response, path + ".response");
        }

        if (string.IsNullOrEmpty(SenderOf(bundle, header)))
        {
            yield return new MessageIssue(FhirProblems.Sender, path + ".sender");
        }
    }
}
