using System.Reflection;
using Boai.Localhost.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;

namespace Boai.Localhost.Host;

/// <summary>Decides what becomes of a function's return value.</summary>
internal sealed class ResultReader(string function, MethodInfo method, Trigger trigger, FunctionSettings settings, FunctionProblems problems)
{
    private static readonly MethodInfo ReadResultOf =
        typeof(ResultReader).GetMethod(nameof(ReadResult), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <returns>Null when there was a problem.</returns>
    public FunctionResult? Read()
    {
        Type? type = ValueType(method.ReturnType, out Func<Task, object?> unwrap);
        List<OutputBinding?> outputs = [.. method.GetCustomAttributes<OutputBindingAttribute>().Select(attribute => Read(attribute, "$return", type, static value => value))];
        List<OutputBinding?> properties = type is null ? [] : [.. type.GetProperties().Select(ReadProperty).Where(p => p != NoOutput)];
        if (trigger is HttpStart && outputs.Count + properties.Count == 0 && !Answers(type))
        {
            return Problem(settings.AspNetCoreTypes
                ? $"it returns {TypeNames.Of(type!)}, of which the worker sends nothing; return IResult or IActionResult, such as TypedResults.Ok(…)"
                : $"it returns {TypeNames.Of(type!)}, which needs ConfigureFunctionsWebApplication() in the app's start-up");
        }

        outputs.AddRange(properties);
        if (outputs.Count > 0 && trigger is OrchestrationStart or EntityStart)
        {
            return Problem($"output bindings have no effect in {(trigger is EntityStart ? "an entity" : "an orchestrator")}; call an activity that has them");
        }

        return outputs.Contains(null) ? null : new FunctionResult(unwrap, outputs!, properties.Count > 0);
    }

    private static OutputBinding NoOutput { get; } = new("", "", static value => value, null);

    private static Type? ValueType(Type returned, out Func<Task, object?> unwrap)
    {
        unwrap = static _ => null;
        if (returned == typeof(void) || returned == typeof(Task))
        {
            return null;
        }

        if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>))
        {
            Type value = returned.GetGenericArguments()[0];
            unwrap = ReadResultOf.MakeGenericMethod(value).CreateDelegate<Func<Task, object?>>();
            return value;
        }

        return returned;
    }

    private static object? ReadResult<T>(Task task) => ((Task<T>)task).Result;

    private bool Answers(Type? type)
    {
        if (type is null || type == typeof(object) || typeof(HttpResponseData).IsAssignableFrom(type))
        {
            return true;
        }

        bool isAspNet = typeof(IResult).IsAssignableFrom(type) || typeof(IActionResult).IsAssignableFrom(type);
        return settings.AspNetCoreTypes ? isAspNet : !isAspNet;
    }

    private OutputBinding? ReadProperty(PropertyInfo property)
    {
        if (property.GetCustomAttribute<OutputBindingAttribute>() is { } attribute)
        {
            return Read(attribute, property.Name, property.PropertyType, property.GetValue);
        }

        return trigger is HttpStart && typeof(HttpResponseData).IsAssignableFrom(property.PropertyType)
            ? new OutputBinding(property.Name, "http", property.GetValue, null)
            : NoOutput;
    }

    private OutputBinding? Read(OutputBindingAttribute attribute, string name, Type? type, Func<object, object?> read)
    {
        switch (attribute)
        {
            case HttpResultAttribute when trigger is HttpStart:
                return new OutputBinding(name, "http", read, null);
            case QueueOutputAttribute queue:
                if (QueueAddressReader.TryRead(queue.QueueName, queue.Connection, settings, out QueueAddress? address, out string? problem))
                {
                    return new OutputBinding(name, "queue", read, address);
                }

                problems.Add(function, $"[QueueOutput] on {name}: {problem}");
                return null;
            case ServiceBusOutputAttribute bus:
                return ReadServiceBus(bus, name, type, read);
            default:
                problems.Add(function, $"{TypeNames.OfAttribute(attribute.GetType())} on {name} is not supported by the local host here");
                return null;
        }
    }

    private OutputBinding? ReadServiceBus(ServiceBusOutputAttribute bus, string name, Type? type, Func<object, object?> read)
    {
        string? problem = null;
        if (bus.EntityType is ServiceBusEntityType.Topic)
        {
            problem = "the local host has queues only, so no topic";
        }
        else if (type is null || IsClientType(type) || (ServiceBusInvocation.ElementType(type) is { } element && IsClientType(element)))
        {
            // The worker would write the object's properties as JSON, which no receiver expects.
            problem = $"the worker sends text, bytes, or a class as JSON, not {(type is null ? "nothing" : TypeNames.Of(type))}";
        }
        else if (settings.Bus.TryFind(bus.QueueOrTopicName, bus.Connection, settings, out ServiceBusQueue? queue, out problem))
        {
            if (!queue.Path.EndsWith(EntityPath.DeadLetterSuffix, StringComparison.Ordinal))
            {
                return new OutputBinding(name, "serviceBus", read, null) { ServiceBusQueue = queue.Path };
            }

            problem = $"'{queue.Path}' takes no messages from senders";
        }

        problems.Add(function, $"[ServiceBusOutput] on {name}: {problem}");
        return null;
    }

    private static bool IsClientType(Type type) => type.Namespace == "Azure.Messaging.ServiceBus";

    private FunctionResult? Problem(string problem)
    {
        problems.Add(function, problem);
        return null;
    }
}
