using Boai.Workflows.HospitalMessages;
using Hl7.Fhir.Model;

namespace Boai.Functions.HospitalMessages.Fhir;

/// <summary>A message that was read: its envelope for the rules, its resources for the process that takes it. Lives in memory only.</summary>
internal sealed record HospitalMessage(HospitalEnvelope Envelope, HospitalEvent? Event, Bundle Bundle)
{
    public string Id => Envelope.MessageId;

    /// <summary>What it answers; null when it is no answer.</summary>
    public HospitalResponse? Response => Bundle.Entry[0].Resource is MessageHeader { Response: { Identifier: { } to, Code: { } code } }
        ? new HospitalResponse(to, code == MessageHeader.ResponseType.Ok)
        : null;

    /// <summary>Pseudonym of the donor; null when the message names none.</summary>
    public string? Pseudonym => IdentifierOf(Of<Patient>().Select(found => found.Resource).FirstOrDefault()?.Identifier, FhirTerms.Donor);

    /// <summary>The resources of a kind with their FHIRPath, in the order of the bundle.</summary>
    public IEnumerable<(T Resource, string Path)> Of<T>()
        where T : Resource
        => Bundle.Entry.Select((entry, index) => (Resource: entry.Resource as T, Path: PathOf(index)))
            .Where(found => found.Resource is not null)
            .Select(found => (found.Resource!, found.Path));

    /// <summary>What a reference within the bundle leads to.</summary>
    public T? Find<T>(ResourceReference? reference)
        where T : Resource
        => reference?.Reference is { } url ? Bundle.Entry.FirstOrDefault(entry => entry.FullUrl == url)?.Resource as T : null;

    public static string PathOf(int entry) => $"Bundle.entry[{entry}].resource";

    /// <returns>The value of the identifier of a system; null when there is none.</returns>
    public static string? IdentifierOf(IEnumerable<Identifier>? identifiers, string system)
        => identifiers?.FirstOrDefault(one => one.System == system)?.Value;

    public override string ToString() => $"{nameof(HospitalMessage)} {{ {Id}, {Envelope.EventCode} }}";
}

/// <summary>A hospital's answer to a message of ours (MessageHeader.response).</summary>
/// <param name="To">Id of our message.</param>
internal sealed record HospitalResponse(string To, bool IsOk);

/// <summary>What came of reading bytes.</summary>
internal abstract record MessageReading
{
    private MessageReading() { }

    public sealed record Read(HospitalMessage Message) : MessageReading;

    /// <param name="MessageId">The header's id as far as it could be read; null otherwise.</param>
    /// <param name="Issues">Never empty.</param>
    public sealed record Unreadable(string? MessageId, IReadOnlyList<MessageIssue> Issues) : MessageReading;
}
