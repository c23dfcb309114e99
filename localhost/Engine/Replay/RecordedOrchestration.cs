using System.Text.Json;
using System.Text.Json.Serialization;
using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine;

/// <summary>The shape of a recorded history's file. Members are stored: never rename one.</summary>
internal sealed record RecordedOrchestration
{
    public required string Format { get; init; }

    public required string Orchestrator { get; init; }

    public required string InstanceId { get; init; }

    public string? Version { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required OrchestrationRuntimeStatus Status { get; init; }

    public RecordedData? Input { get; init; }

    public string? ParentName { get; init; }

    public string? ParentInstanceId { get; init; }

    public required IReadOnlyList<RecordedStep> Steps { get; init; }
}

/// <summary>One entry of a recorded history: a turn's beginning, a step that the code took, or something that came to it.</summary>
internal sealed record RecordedStep
{
    public required ItemKind Kind { get; init; }

    public int? Id { get; init; }

    public string? Name { get; init; }

    public string? Target { get; init; }

    public DateTimeOffset? At { get; init; }

    public int Code { get; init; }

    public RecordedData? Data { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public IReadOnlyList<string>? Entities { get; init; }

    public static RecordedStep Of(Item item) => new()
    {
        Kind = item.Kind,
        Id = item.Id < 0 ? null : item.Id,
        Name = item.Name,
        Target = item.Target,
        At = item.At == default ? null : item.At,
        Code = item.Code,
        Data = RecordedData.Of(item.Data),
        // Stack traces name files and lines of the build that failed; they would change a file without a change of meaning.
        Failure = WithoutPlaces(item.Failure?.Details),
        Entities = item.Entities,
    };

    public Item ToItem() => new()
    {
        Kind = Kind,
        Id = Id ?? -1,
        Name = Name,
        Target = Target,
        At = At ?? default,
        Code = Code,
        Data = Data?.Text,
        Failure = Failure is null ? null : new(Failure),
        Entities = Entities,
    };

    private static TaskFailureDetails? WithoutPlaces(TaskFailureDetails? failure) =>
        failure is null ? null : failure with { StackTrace = null, InnerFailure = WithoutPlaces(failure.InnerFailure) };
}

/// <summary>A stored payload: shown as JSON where it is JSON, else as a text.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record RecordedData(string Text)
{
    public static RecordedData? Of(string? payload) => payload is null ? null : new(payload);

    private sealed class Converter : JsonConverter<RecordedData>
    {
        private const string Raw = "$text";

        // A payload may itself be the word null.
        public override bool HandleNull => true;

        public override RecordedData? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.EnumerateObject().ToList() is [{ Name: Raw } only]
                ? new(only.Value.GetString()!)
                : new(JsonSerializer.Serialize(root));
        }

        public override void Write(Utf8JsonWriter writer, RecordedData value, JsonSerializerOptions options)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(value.Text);
                document.RootElement.WriteTo(writer);
            }
            catch (JsonException)
            {
                writer.WriteStartObject();
                writer.WriteString(Raw, value.Text);
                writer.WriteEndObject();
            }
        }
    }
}
