using System.Diagnostics;
using Boai.Localhost.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

/// <summary>The W3C trace context on a message, in the property in which Service Bus clients put it.</summary>
internal static class MessageTrace
{
    public const string Property = "Diagnostic-Id";

    /// <returns>The context of the one message; null for a batch, whose messages may have several, and for what is no context.</returns>
    public static string? Of(ServiceBusInvocation invocation) =>
        invocation is { IsBatched: false, Messages: [var message] }
            && message.ApplicationProperties.TryGetValue(Property, out object? value) && value is string text && ActivityContext.TryParse(text, null, out _)
                ? text
                : null;

    /// <summary>Says which trace a message belongs to, if any.</summary>
    public static OutgoingMessage On(OutgoingMessage message, TraceContext trace) => ActivityContext.TryParse(trace.TraceParent, null, out _)
        ? message with { ApplicationProperties = new Dictionary<string, object?>(message.ApplicationProperties) { [Property] = trace.TraceParent } }
        : message;
}
