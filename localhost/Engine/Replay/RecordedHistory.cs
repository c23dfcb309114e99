using System.Text.Json;
using System.Text.Json.Serialization;
using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine;

/// <summary>
/// What one generation of an orchestration went through, as a file: enough to lead code through the same steps again. Written so that
/// people can read it and that a change of it shows in a review.
/// </summary>
public sealed class RecordedHistory
{
    /// <summary>What the first line of a file says; another number is another shape.</summary>
    public const string Format = "orchestration-history/1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private RecordedHistory(RecordedOrchestration orchestration, IReadOnlyList<Item> items)
    {
        Orchestration = orchestration;
        Items = items;
    }

    /// <summary>Name of the orchestrator.</summary>
    public string Orchestrator => Orchestration.Orchestrator;

    public string InstanceId => Orchestration.InstanceId;

    public string Version => Orchestration.Version ?? string.Empty;

    /// <summary>How the instance stood when it was recorded.</summary>
    public OrchestrationRuntimeStatus Status => Orchestration.Status;

    internal RecordedOrchestration Orchestration { get; }

    internal IReadOnlyList<Item> Items { get; }

    /// <exception cref="FormatException">The text is not a recorded history; the message says why.</exception>
    public static RecordedHistory Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        RecordedOrchestration orchestration;
        try
        {
            orchestration = JsonSerializer.Deserialize<RecordedOrchestration>(json, Json)
                ?? throw new FormatException("A recorded history cannot be null.");
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"This is not a recorded history: {malformed.Message}", malformed);
        }

        return orchestration.Format == Format
            ? new(orchestration, [.. orchestration.Steps.Select(step => step.ToItem())])
            : throw new FormatException($"A recorded history of format '{orchestration.Format}' cannot be read, only '{Format}'; record it again.");
    }

    public string ToJson() => JsonSerializer.Serialize(Orchestration, Json) + "\n";

    internal static RecordedHistory Of(Instance instance)
    {
        List<Item> items = instance.History.Items();
        return new(
            new RecordedOrchestration
            {
                Format = Format,
                Orchestrator = instance.Name,
                InstanceId = instance.Id,
                Version = instance.Version.Length == 0 ? null : instance.Version,
                Status = instance.Status,
                Input = RecordedData.Of(instance.Input),
                ParentName = instance.Parent?.Name,
                ParentInstanceId = instance.Parent?.InstanceId,
                Steps = [.. items.Select(RecordedStep.Of)],
            },
            items);
    }
}
