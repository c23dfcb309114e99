using System.Text.Json;
using System.Xml;

namespace Boai.Localhost.ServiceBus;

/// <summary>Reads one namespace of the configuration; whatever it does not know is an error, never ignored.</summary>
internal static class QueueReader
{
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(5);

    public static IEnumerable<QueueSettings> ReadNamespace(JsonElement space)
    {
        if (space.TryGetProperty("Topics", out JsonElement topics) && topics.GetArrayLength() > 0)
        {
            throw new ServiceBusConfigurationException("Topics are declared, but this broker has queues only: remove UserConfig.Namespaces[].Topics.");
        }

        return space.TryGetProperty("Queues", out JsonElement queues) ? queues.EnumerateArray().Select(ReadQueue) : [];
    }

    private static QueueSettings ReadQueue(JsonElement element)
    {
        string name = element.TryGetProperty("Name", out JsonElement nameElement) && nameElement.ValueKind is JsonValueKind.String
            ? nameElement.GetString()!
            : throw new ServiceBusConfigurationException("A queue without Name.");
        QueueSettings queue = new(name);
        if (element.TryGetProperty("Properties", out JsonElement properties))
        {
            queue = properties.EnumerateObject().Aggregate(queue, WithProperty);
        }

        return queue;
    }

    private static QueueSettings WithProperty(QueueSettings queue, JsonProperty property) => property.Name switch
    {
        "LockDuration" => queue with { LockDuration = Duration(queue, property, LongestLock) },
        "MaxDeliveryCount" => queue with { MaxDeliveryCount = Count(queue, property) },
        "DefaultMessageTimeToLive" => queue with { DefaultMessageTimeToLive = Duration(queue, property, TimeSpan.MaxValue) },
        "DeadLetteringOnMessageExpiration" => queue with { DeadLetteringOnMessageExpiration = Flag(queue, property) },
        "RequiresDuplicateDetection" => queue with { RequiresDuplicateDetection = Flag(queue, property) },
        "DuplicateDetectionHistoryTimeWindow" =>
            queue with { DuplicateDetectionHistoryTimeWindow = Duration(queue, property, TimeSpan.FromDays(7)) },
        "RequiresSession" => queue with { RequiresSession = Flag(queue, property) },
        "ForwardTo" => queue with { ForwardTo = Text(queue, property) },
        "ForwardDeadLetteredMessagesTo" => queue with { ForwardDeadLetteredMessagesTo = Text(queue, property) },
        _ => throw Wrong(queue, property, "is not a property that this broker knows"),
    };

    private static TimeSpan Duration(QueueSettings queue, JsonProperty property, TimeSpan longest)
    {
        try
        {
            TimeSpan value = XmlConvert.ToTimeSpan(property.Value.GetString() ?? string.Empty);
            return value > TimeSpan.Zero && value <= longest
                ? value
                : throw Wrong(queue, property, $"must be longer than zero and at most {XmlConvert.ToString(longest)}");
        }
        catch (OverflowException)
        {
            return longest; // the portal's "for ever", P10675199DT2H48M5.4775807S rounded up
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException)
        {
            throw Wrong(queue, property, "must be an ISO 8601 duration such as PT1M");
        }
    }

    private static int Count(QueueSettings queue, JsonProperty property) =>
        property.Value.ValueKind is JsonValueKind.Number && property.Value.TryGetInt32(out int value) && value is >= 1 and <= 2000
            ? value
            : throw Wrong(queue, property, "must be a whole number from 1 to 2000");

    private static bool Flag(QueueSettings queue, JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(queue, property, "must be true or false"),
    };

    private static string? Text(QueueSettings queue, JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => property.Value.GetString() is { Length: > 0 } text ? text : null,
        _ => throw Wrong(queue, property, "must be text"),
    };

    private static ServiceBusConfigurationException Wrong(QueueSettings queue, JsonProperty property, string must) =>
        new($"Queue '{queue.Name}': {property.Name} {must} (it is {property.Value.GetRawText()}).");
}
