using System.Globalization;
using System.Net.Mime;
using Azure;
using Azure.Data.Tables;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;
using Boai.Workflows.Partners;
using Boai.Workflows.Shared;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Extensions.Configuration;

namespace Boai.Functions.Partners;

/// <summary>That a case came to another state, as its applicant sees it. No personal data: a partner that knows the case number knows whose case it is.</summary>
/// <param name="Unit">The unit that answers for it.</param>
/// <param name="StateText">The short word of handbook §19, e.g. 审核中.</param>
/// <param name="Version">Rises with every change of the case, so that events which arrive out of order can be told apart.</param>
public sealed record CaseStateChanged(string CaseNumber, string Programme, string Unit, PublicState State, string StateText, DateTimeOffset Since, int Version);

/// <summary>That the figures of a year were frozen, or corrected into a new version (handbook §10.5).</summary>
/// <param name="Version">1 is the first frozen version.</param>
/// <param name="SnapshotHash">SHA-256, lower-case hex: names exactly these figures.</param>
public sealed record FiguresFrozen(int Year, int Version, string SnapshotHash, DateTimeOffset At);

/// <summary>An event as it is kept until it is sent.</summary>
/// <param name="Case">Case number; null when it is about none.</param>
/// <param name="Body">A CloudEvent in the structured JSON form.</param>
internal sealed record StoredEvent(string Id, PartnerEventKind Kind, string? Programme, string? Case, DateTimeOffset At, byte[] Body);

/// <summary>Makes events for partners, and keeps them: CloudEvents 1.0, the same bytes however often they are sent.</summary>
internal sealed class PartnerEvents(AppStorage storage, IConfiguration configuration)
{
    /// <summary>Version of an event's data; a member may be added, none changed or removed.</summary>
    private const string V1 = ".v1";

    private static readonly JsonEventFormatter Formatter = new(StrictJson.Options, new());

    private static readonly CloudEventAttribute Sequence = CloudEventAttribute.CreateExtension("sequence", CloudEventAttributeType.String);

    private TableClient Table => storage.Table(PartnerTables.Events);

    /// <summary>The <c>type</c> of an event.</summary>
    public static string TypeOf(PartnerEventKind kind) => kind switch
    {
        PartnerEventKind.CaseStateChanged => "boai.case.state-changed" + V1,
        PartnerEventKind.FiguresFrozen => "boai.figures.frozen" + V1,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <param name="head">As it was when it came to the state.</param>
    public StoredEvent Of(CaseHead head, PublicState state)
    {
        CaseStateChanged data = new(head.Number.Value, head.Programme, head.Owner.Value, state, CaseProblemTexts.WordOf(state), head.StateSince, head.Version);
        return Make(
            string.Create(CultureInfo.InvariantCulture, $"{head.Number.Value}-{head.Version}"), PartnerEventKind.CaseStateChanged, head.Programme, head.Number.Value,
            head.StateSince, "cases/" + head.Number.Value, head.Version, data);
    }

    public StoredEvent Of(FiguresFrozen frozen) => Make(
        string.Create(CultureInfo.InvariantCulture, $"figures-{frozen.Year}-v{frozen.Version}"), PartnerEventKind.FiguresFrozen, programme: null, caseNumber: null,
        frozen.At, string.Create(CultureInfo.InvariantCulture, $"figures/{frozen.Year}"), frozen.Version, frozen);

    /// <summary>Keeps an event; one that is there already stays as it is.</summary>
    public Task Keep(StoredEvent made, CancellationToken cancellation)
    {
        TableEntity row = new(made.Id, made.Id) { ["Kind"] = made.Kind.ToString(), ["At"] = made.At, ["Body"] = made.Body };
        if (made.Case is not null)
        {
            row["Case"] = made.Case;
            row["Programme"] = made.Programme;
        }

        return Table.TryAdd(row, cancellation);
    }

    /// <returns>Null when it was never made, or its time is over.</returns>
    public async Task<StoredEvent?> Find(string eventId, CancellationToken cancellation) => await Table.Find(eventId, eventId, cancellation) is { } row
        ? new StoredEvent(
            row.RowKey, Enum.Parse<PartnerEventKind>(row.GetString("Kind")), row.GetString("Programme"), row.GetString("Case"), row.GetDateTimeOffset("At")!.Value,
            row.GetBinary("Body"))
        : null;

    /// <summary>Destroys events that were kept since before an instant.</summary>
    public async Task Purge(DateTimeOffset before, CancellationToken cancellation)
    {
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"At lt {before}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        }
    }

    private StoredEvent Make<T>(string id, PartnerEventKind kind, string? programme, string? caseNumber, DateTimeOffset at, string subject, int sequence, T data)
    {
        CloudEvent made = new(CloudEventsSpecVersion.V1_0, [Sequence])
        {
            Id = id,
            Type = TypeOf(kind),
            Source = PublicAddress.Of(configuration) ?? new Uri("urn:boai:local"),
            Subject = subject,
            Time = at,
            DataContentType = MediaTypeNames.Application.Json,
            Data = data,
        };
        made[Sequence] = sequence.ToString("D10", CultureInfo.InvariantCulture); // compared as text (CloudEvents, extension Sequence)
        return new StoredEvent(id, kind, programme, caseNumber, at, Formatter.EncodeStructuredModeMessage(made, out _).ToArray());
    }
}
