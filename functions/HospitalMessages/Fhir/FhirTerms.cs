namespace Boai.Functions.HospitalMessages.Fhir;

/// <summary>Identifier and code systems of the exchange (handbook §11.2): local URIs, agreed with the hospitals.</summary>
internal static class FhirTerms
{
    public const string Events = "urn:cqrc:hospital-event";
    public const string Replies = "urn:cqrc:reply";
    public const string Services = "urn:cqrc:service";
    public const string Problems = "urn:cqrc:problem";

    public const string Uscc = "urn:cqrc:sid:uscc";
    public const string Donor = "urn:cqrc:sid:donor";
    public const string ResidentId = "urn:cqrc:sid:ric";
    public const string Physician = "urn:cqrc:sid:physician";
    public const string Licence = "urn:cqrc:sid:coordinator-licence";
    public const string Case = "urn:cqrc:sid:case";

    /// <summary>Content type of FHIR in JSON.</summary>
    public const string Json = "application/fhir+json";

    /// <summary>Our own endpoint, as messages name it.</summary>
    public const string Endpoint = "urn:cqrc:endpoint:branch";
}

/// <summary>What can be wrong with a message as FHIR, beside <see cref="Boai.Workflows.HospitalMessages.MessageProblems"/>.</summary>
public static class FhirProblems
{
    /// <summary>Not JSON, or no FHIR resource at all.</summary>
    public const string Unreadable = "fhir.unreadable";

    /// <summary>An element that R4 does not know, does not allow there, or requires and does not find.</summary>
    public const string Element = "fhir.element";

    public const string NotAMessage = "fhir.not-a-message";

    /// <summary>bdl-12.</summary>
    public const string HeaderFirst = "fhir.header-first";

    /// <summary>bdl-7 and bdl-8.</summary>
    public const string FullUrl = "fhir.full-url";

    /// <summary>bdl-3.</summary>
    public const string RequestEntry = "fhir.request-entry";

    public const string MessageId = "fhir.message-id";
    public const string Timestamp = "fhir.timestamp";
    public const string EventCoding = "fhir.event-coding";
    public const string Sender = "fhir.sender";

    /// <summary>An answer that does not say to what, or how.</summary>
    public const string Response = "fhir.response";

    /// <summary>The event needs an element that is not there. What it is stands in the FHIRPath.</summary>
    public const string Missing = "fhir.missing";

    /// <summary>A code or number that the event does not allow.</summary>
    public const string Value = "fhir.value";

    public static IReadOnlyList<string> All { get; } =
        [Unreadable, Element, NotAMessage, HeaderFirst, FullUrl, RequestEntry, MessageId, Timestamp, EventCoding, Sender, Response, Missing, Value];
}
