using System.Collections;
using System.Reflection;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Boai.Localhost.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>The ways in which the arguments of a Service Bus function are made.</summary>
internal static class ServiceBusBinders
{
    private static readonly ParameterBinder Actions = static invocation => new(new LocalMessageActions(Broker(invocation), Input(invocation)));

    private static readonly ParameterBinder SessionActions = static invocation => new(new LocalSessionActions(Broker(invocation), Input(invocation)));

    /// <returns>Why the trigger's parameter cannot be of that type, or null.</returns>
    public static string? ProblemWith(Type type, ServiceBusStart trigger)
    {
        if (!trigger.IsBatched)
        {
            return type == typeof(ServiceBusReceivedMessage[])
                ? "[ServiceBusTrigger] hands over ServiceBusReceivedMessage[] with IsBatched = true only"
                : IsMessage(type) ? null : $"[ServiceBusTrigger] binds to ServiceBusReceivedMessage, string, byte[], BinaryData or a class read from JSON, not {TypeNames.Of(type)}";
        }

        return ServiceBusInvocation.ElementType(type) is { } element && element != typeof(char) && type != typeof(byte[]) && IsMessage(element)
            && (type.IsArray || element != typeof(ServiceBusReceivedMessage)) && (type.IsArray || type.IsAssignableFrom(element.MakeArrayType()))
                ? null
                : $"[ServiceBusTrigger] with IsBatched = true binds to an array such as ServiceBusReceivedMessage[] or string[], not {TypeNames.Of(type)}";
    }

    public static ParameterBinder Body(Type type) => invocation => new(Input(invocation).Bind(type, (message, wanted) =>
        wanted == typeof(ServiceBusReceivedMessage) ? Received(message) : ParameterBinders.FromBytes(message.Body, wanted, invocation)));

    /// <summary>Parameters beside the trigger's that only this trigger knows.</summary>
    /// <returns>Null when the parameter is none of them.</returns>
    public static ParameterBinder? Read(ParameterInfo parameter, ServiceBusStart trigger, out string? problem)
    {
        problem = null;
        Type type = parameter.ParameterType;
        if (type == typeof(ServiceBusMessageActions))
        {
            return Actions;
        }

        if (type == typeof(ServiceBusSessionMessageActions))
        {
            problem = trigger.IsSessionsEnabled ? null : "ServiceBusSessionMessageActions needs IsSessionsEnabled = true on the trigger";
            return SessionActions;
        }

        // Application properties are a JSON object, and of a batch every name is an array; both are read as JSON.
        bool known = ServiceBusInvocation.MetadataNames(trigger.IsBatched).Contains(parameter.Name!, StringComparer.OrdinalIgnoreCase);
        bool isProperties = parameter.Name!.Contains("Properties", StringComparison.OrdinalIgnoreCase);
        return known && Bindable.AsPayload(type) && (trigger.IsBatched ? type.IsArray : isProperties && typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string))
            ? ParameterBinders.ByName(parameter)
            : null;
    }

    /// <summary>The official client's own type, read from the bytes that the official client would have received.</summary>
    private static ServiceBusReceivedMessage Received(BrokerMessage message)
    {
        AmqpAnnotatedMessage annotated = AmqpAnnotatedMessage.FromBytes(message.Encode());
        // On the wire the header counts earlier deliveries; the client adds the one that it is just getting.
        annotated.Header.DeliveryCount = (uint)message.DeliveryCount;
        return ServiceBusReceivedMessage.FromAmqpMessage(annotated, BinaryData.FromBytes(message.LockToken!.Value.ToByteArray()));
    }

    private static bool IsMessage(Type type) => type == typeof(ServiceBusReceivedMessage)
        || (Bindable.AsPayload(type) && type.Namespace?.StartsWith("Azure.", StringComparison.Ordinal) != true);

    private static ServiceBusInvocation Input(Invocation invocation) => (ServiceBusInvocation)invocation.Input.Value!;

    private static ServiceBusBroker Broker(Invocation invocation) => invocation.Context.InstanceServices.GetRequiredService<BrokerHost>().Broker;
}
