using System.Text.Json;

namespace Boai.Localhost.ServiceBus;

/// <summary>The entities of the broker, declared in the form of the Config.json of Microsoft's own emulator.</summary>
/// <remarks><c>{ "UserConfig": { "Namespaces": [ { "Name": …, "Queues": [ { "Name": …, "Properties": { … } } ] } ] } }</c></remarks>
public sealed class ServiceBusConfiguration
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="queues">The queues; names are distinct without regard to case.</param>
    /// <exception cref="ServiceBusConfigurationException">A name is missing or doubled, or a forward leads nowhere or in a circle.</exception>
    public ServiceBusConfiguration(IEnumerable<QueueSettings> queues)
    {
        ArgumentNullException.ThrowIfNull(queues);
        Dictionary<string, QueueSettings> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (QueueSettings queue in queues)
        {
            if (string.IsNullOrWhiteSpace(queue.Name) || queue.Name.Contains('$', StringComparison.Ordinal) || queue.Name.Length > 260)
            {
                throw new ServiceBusConfigurationException($"Queue name '{queue.Name}' is not usable: 1 to 260 characters without '$'.");
            }

            if (!byName.TryAdd(queue.Name, queue))
            {
                throw new ServiceBusConfigurationException($"Queue '{queue.Name}' is declared twice.");
            }
        }

        Queues = byName;
        foreach (QueueSettings queue in byName.Values)
        {
            CheckForwards(queue);
        }
    }

    /// <summary>The queues by name, without regard to case.</summary>
    public IReadOnlyDictionary<string, QueueSettings> Queues { get; }

    /// <summary>Reads the declaration from a file.</summary>
    /// <exception cref="ServiceBusConfigurationException">The file cannot be read or used.</exception>
    public static ServiceBusConfiguration Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ServiceBusConfigurationException($"Cannot read '{path}': {unreadable.Message}", unreadable);
        }
        catch (ServiceBusConfigurationException unusable)
        {
            throw new ServiceBusConfigurationException($"{path}: {unusable.Message}", unusable);
        }
    }

    /// <summary>Reads the declaration from JSON text.</summary>
    /// <exception cref="ServiceBusConfigurationException">The text is not JSON of the expected form.</exception>
    public static ServiceBusConfiguration Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Lenient);
            return new ServiceBusConfiguration(Namespaces(document.RootElement).SelectMany(QueueReader.ReadNamespace).ToArray());
        }
        catch (JsonException malformed)
        {
            throw new ServiceBusConfigurationException($"The text is not JSON: {malformed.Message}", malformed);
        }
        catch (InvalidOperationException misshapen) // an object where an array belongs, or the other way round
        {
            throw new ServiceBusConfigurationException(
                $"A value under UserConfig.Namespaces is of the wrong JSON type: {misshapen.Message}", misshapen);
        }
    }

    private static JsonElement.ArrayEnumerator Namespaces(JsonElement root) =>
        root.ValueKind is JsonValueKind.Object
        && root.TryGetProperty("UserConfig", out JsonElement user) && user.ValueKind is JsonValueKind.Object
        && user.TryGetProperty("Namespaces", out JsonElement namespaces) && namespaces.ValueKind is JsonValueKind.Array
            ? namespaces.EnumerateArray()
            : throw new ServiceBusConfigurationException("The array UserConfig.Namespaces is missing.");

    private void CheckForwards(QueueSettings queue)
    {
        foreach (string? target in (string?[])[queue.ForwardTo, queue.ForwardDeadLetteredMessagesTo])
        {
            if (target is not null && !Queues.ContainsKey(target))
            {
                throw new ServiceBusConfigurationException($"Queue '{queue.Name}' forwards to '{target}', which is not declared.");
            }
        }

        HashSet<string> passed = new(StringComparer.OrdinalIgnoreCase);
        for (QueueSettings? hop = queue; hop is not null; hop = hop.ForwardTo is null ? null : Queues.GetValueOrDefault(hop.ForwardTo))
        {
            if (!passed.Add(hop.Name))
            {
                throw new ServiceBusConfigurationException($"Queue '{queue.Name}' forwards in a circle: {string.Join(" → ", passed)} → {hop.Name}.");
            }
        }
    }
}
