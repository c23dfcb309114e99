using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Boai.Localhost.ServiceBus;

/// <summary>What one invocation of a triggered function is given.</summary>
public sealed class ServiceBusInvocation
{
    internal ServiceBusInvocation(IReadOnlyList<BrokerMessage> messages, bool isBatched)
    {
        Messages = messages;
        IsBatched = isBatched;
        BindingData = TriggerMetadata.Of(messages, isBatched);
    }

    /// <summary>One message, or the batch.</summary>
    public IReadOnlyList<BrokerMessage> Messages { get; }

    /// <summary>Whether the function takes an array.</summary>
    public bool IsBatched { get; }

    /// <summary>
    /// What the trigger tells by parameter name, as text and without regard to case: <c>messageId</c>, <c>deliveryCount</c>, …;
    /// of a batch <c>messageIdArray</c>, … as JSON arrays.
    /// </summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; }

    /// <summary>The names that <see cref="BindingData"/> has.</summary>
    public static IReadOnlyList<string> MetadataNames(bool isBatched) => TriggerMetadata.Names(isBatched);

    /// <summary>Set by a function that leaves its session to others.</summary>
    public bool IsSessionReleased { get; private set; }

    /// <summary>The listener takes no more of this session once the invocation has ended.</summary>
    public void ReleaseSession() => IsSessionReleased = true;

    /// <summary>The value for the trigger's parameter.</summary>
    /// <param name="type">The type for a message; for a batch an array or a list interface of it.</param>
    /// <param name="read">Makes the value for one message.</param>
    /// <exception cref="InvalidOperationException">A batch is wanted by a type that is no array.</exception>
    public object? Bind(Type type, Func<BrokerMessage, Type, object?> read)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(read);
        if (!IsBatched)
        {
            return read(Messages[0], type);
        }

        Type element = ElementType(type) ?? throw new InvalidOperationException($"A batch of messages needs a parameter of an array type, not {type}.");
        Array values = Array.CreateInstance(element, Messages.Count);
        for (int index = 0; index < values.Length; index++)
        {
            values.SetValue(read(Messages[index], element), index);
        }

        return type.IsAssignableFrom(values.GetType()) ? values : Activator.CreateInstance(type, values);
    }

    /// <summary>The type of a batch's elements, or null if the type can hold none.</summary>
    public static Type? ElementType(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.IsArray
            ? type.GetElementType()
            : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) && type.GetGenericArguments() is [var argument] ? argument : null;
    }
}

/// <summary>The trigger's binding data, by the names that the Service Bus extension gives them.</summary>
internal static class TriggerMetadata
{
    private static readonly (string Name, Func<BrokerMessage, object?> Read)[] Facts =
    [
        ("MessageId", message => message.MessageId),
        ("SessionId", message => message.SessionId),
        ("CorrelationId", message => message.CorrelationId),
        ("Subject", message => message.Subject),
        ("Label", message => message.Subject),
        ("ContentType", message => message.ContentType),
        ("ReplyTo", message => message.ReplyTo),
        ("ReplyToSessionId", message => message.ReplyToSessionId),
        ("To", message => message.To),
        ("DeliveryCount", message => message.DeliveryCount),
        ("SequenceNumber", message => message.SequenceNumber),
        ("LockToken", message => message.LockToken?.ToString()),
        ("DeadLetterSource", message => message.DeadLetterSource),
        ("EnqueuedTimeUtc", message => message.EnqueuedAt.UtcDateTime),
        ("EnqueuedTime", message => message.EnqueuedAt),
        ("ExpiresAtUtc", message => message.ExpiresAt.UtcDateTime),
        ("ExpiresAt", message => message.ExpiresAt),
        ("ApplicationProperties", message => message.ApplicationProperties),
        ("UserProperties", message => message.ApplicationProperties),
    ];

    public static IReadOnlyList<string> Names(bool isBatched) => [.. Facts.Select(fact => isBatched ? fact.Name + "Array" : fact.Name)];

    public static IReadOnlyDictionary<string, object?> Of(IReadOnlyList<BrokerMessage> messages, bool isBatched)
    {
        Dictionary<string, object?> data = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, Func<BrokerMessage, object?> read) in Facts)
        {
            if (isBatched)
            {
                data[name + "Array"] = JsonSerializer.Serialize(messages.Select(read));
            }
            else
            {
                data[name] = Text(read(messages[0]));
            }
        }

        return data;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        DateTime or DateTimeOffset => string.Format(CultureInfo.InvariantCulture, "{0:O}", value),
        int or long => string.Format(CultureInfo.InvariantCulture, "{0}", value),
        _ => JsonSerializer.Serialize(value),
    };
}
