using System.Diagnostics;
using Boai.Localhost.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

/// <summary>The W3C trace context on a message, in the properties in which Service Bus clients put it.</summary>
internal static class MessageTrace
{
    // Every client writes the first; newer ones write the other two as well, and read traceparent before it.
    public const string DiagnosticId = "Diagnostic-Id";
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";

    /// <returns>The context of the one message; nothing for a batch, whose messages may have several, and for what is no context.</returns>
    public static (string? Parent, string? State) Of(ServiceBusInvocation invocation)
    {
        if (invocation is not { IsBatched: false, Messages: [var message] })
        {
            return default;
        }

        string? parent = new[] { TraceParent, DiagnosticId }.Select(Text).FirstOrDefault(text => ActivityContext.TryParse(text, null, out _));
        return (parent, parent is null ? null : Text(TraceState));

        string? Text(string property) => message.ApplicationProperties.GetValueOrDefault(property) as string;
    }

    /// <summary>Says which trace a message belongs to, if any.</summary>
    public static OutgoingMessage On(OutgoingMessage message, TraceContext trace)
    {
        if (!ActivityContext.TryParse(trace.TraceParent, null, out _))
        {
            return message;
        }

        Dictionary<string, object?> properties = new(message.ApplicationProperties) { [DiagnosticId] = trace.TraceParent, [TraceParent] = trace.TraceParent };
        if (trace.TraceState is { Length: > 0 } state)
        {
            properties[TraceState] = state;
        }

        return message with { ApplicationProperties = properties };
    }
}
