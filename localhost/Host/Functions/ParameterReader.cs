using System.Reflection;
using Azure.Storage.Queues.Models;
using Boai.Localhost.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Host;

/// <summary>Decides how each parameter of one function gets its value.</summary>
internal sealed class ParameterReader(
    string function, ParameterInfo triggerParameter, Trigger trigger, FunctionSettings settings, FunctionProblems problems)
{
    private bool orchestrationInputTaken;

    /// <returns>Null when there was a problem.</returns>
    public ParameterBinder? Read(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type.IsByRef)
        {
            return Problem(parameter, "out and ref parameters cannot be bound; return the value");
        }

        if (ForeignAttribute(parameter) is { } foreign)
        {
            return Problem(parameter, foreign);
        }

        if (parameter.GetCustomAttribute<InputConverterAttribute>() is { } converter)
        {
            return converter is FromBodyAttribute && trigger is not HttpStart
                ? Problem(parameter, "[FromBody] needs an HTTP trigger")
                : ParameterBinders.ByConverter(parameter, converter.ConverterType);
        }

        if (parameter.IsDefined(typeof(DurableClientAttribute)))
        {
            return type == typeof(DurableTaskClient)
                ? ParameterBinders.DurableClient
                : Problem(parameter, $"[DurableClient] binds to DurableTaskClient, not {TypeNames.Of(type)}");
        }

        if (type == typeof(FunctionContext) && (parameter != triggerParameter || trigger is ActivityStart))
        {
            return static invocation => new(invocation.Context);
        }

        return parameter == triggerParameter ? ReadTrigger(parameter) : ReadOther(parameter);
    }

    private ParameterBinder? ReadTrigger(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return trigger switch
        {
            HttpStart => ReadHttp(parameter),
            TimerStart when type == typeof(TimerInfo) => ParameterBinders.TriggerValue,
            QueueStart when type == typeof(QueueMessage) => ParameterBinders.TriggerValue,
            QueueStart when Bindable.AsPayload(type) => ParameterBinders.QueueBody(type),
            ServiceBusStart bus => ServiceBusBinders.ProblemWith(type, bus) is { } problem ? Problem(parameter, problem) : ServiceBusBinders.Body(type),
            OrchestrationStart when type == typeof(TaskOrchestrationContext) => ParameterBinders.TriggerValue,
            EntityStart when type == typeof(TaskEntityDispatcher) => ParameterBinders.TriggerValue,
            ActivityStart when Bindable.AsPayload(type) => ParameterBinders.ActivityInput(type),
            TimerStart => Problem(parameter, $"[TimerTrigger] binds to TimerInfo, not {TypeNames.Of(type)}"),
            QueueStart => Problem(parameter, $"[QueueTrigger] binds to QueueMessage, string, byte[], BinaryData or a class read from JSON, not {TypeNames.Of(type)}"),
            OrchestrationStart => Problem(parameter, $"[OrchestrationTrigger] binds to TaskOrchestrationContext, not {TypeNames.Of(type)}"),
            EntityStart => Problem(parameter, $"[EntityTrigger] binds to TaskEntityDispatcher, not {TypeNames.Of(type)}"),
            _ => Problem(parameter, $"[ActivityTrigger] cannot bind to {TypeNames.Of(type)}"),
        };
    }

    private ParameterBinder? ReadHttp(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(HttpRequestData))
        {
            return ParameterBinders.RequestData;
        }

        if (type == typeof(HttpRequest))
        {
            return settings.AspNetCoreTypes
                ? ParameterBinders.Request
                : Problem(parameter, "HttpRequest needs ConfigureFunctionsWebApplication() in the app's start-up; without it take HttpRequestData");
        }

        if (parameter == triggerParameter && !settings.AspNetCoreTypes && Bindable.AsPayload(type))
        {
            return ParameterBinders.ByConverter(parameter, typeof(FromBodyConverter));
        }

        return Problem(parameter, settings.AspNetCoreTypes
            ? $"[HttpTrigger] binds to HttpRequest or HttpRequestData, not {TypeNames.Of(type)}; take a body by [FromBody]"
            : $"[HttpTrigger] binds to HttpRequestData, string or a class read from JSON, not {TypeNames.Of(type)}");
    }

    private ParameterBinder? ReadOther(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(CancellationToken))
        {
            return static invocation => new(invocation.Context.CancellationToken);
        }

        if (trigger is HttpStart && (type == typeof(HttpRequest) || type == typeof(HttpRequestData)))
        {
            return ReadHttp(parameter);
        }

        if (trigger is OrchestrationStart)
        {
            return ReadOrchestrationInput(parameter);
        }

        if (trigger is ServiceBusStart bus && ServiceBusBinders.Read(parameter, bus, out string? wrong) is { } special)
        {
            return wrong is null ? special : Problem(parameter, wrong);
        }

        if (!Bindable.FromText(type))
        {
            return Problem(parameter, $"{TypeNames.Of(type)} cannot be bound here; a service is taken in the constructor of the function's class");
        }

        return KnownData(trigger) is { } names && !names.Contains(parameter.Name!, StringComparer.OrdinalIgnoreCase)
            ? Problem(parameter, names.Length == 0
                ? $"a {trigger.BindingType} says nothing of that name"
                : $"a {trigger.BindingType} says nothing of that name; it knows {string.Join(", ", names)}")
            : ParameterBinders.ByName(parameter);
    }

    private ParameterBinder? ReadOrchestrationInput(ParameterInfo parameter)
    {
        if (orchestrationInputTaken)
        {
            return Problem(parameter, "an orchestrator takes its context and one input");
        }

        orchestrationInputTaken = true;
        return Bindable.AsPayload(parameter.ParameterType)
            ? ParameterBinders.OrchestrationInput(parameter.ParameterType)
            : Problem(parameter, $"an orchestrator's input cannot be {TypeNames.Of(parameter.ParameterType)}");
    }

    // Null where any name may turn up: an HTTP request's query.
    private static string[]? KnownData(Trigger trigger) => trigger switch
    {
        HttpStart => null,
        QueueStart => ["QueueTrigger", "Id", "DequeueCount", "InsertionTime", "ExpirationTime", "NextVisibleTime", "PopReceipt"],
        ServiceBusStart bus => [.. ServiceBusInvocation.MetadataNames(bus.IsBatched)],
        ActivityStart => ["instanceId"],
        _ => [],
    };

    private static string? ForeignAttribute(ParameterInfo parameter)
    {
        foreach (Attribute attribute in parameter.GetCustomAttributes())
        {
            Type type = attribute.GetType();
            if (attribute is BindingAttribute and not TriggerBindingAttribute and not DurableClientAttribute)
            {
                return $"{TypeNames.OfAttribute(type)} is not supported by the local host";
            }

            if (type.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true)
            {
                return $"{TypeNames.OfAttribute(type)} of {type.Namespace} has no effect in a function; "
                    + "route and query values bind by name, and the body by Microsoft.Azure.Functions.Worker.Http.FromBody";
            }
        }

        return null;
    }

    private ParameterBinder? Problem(ParameterInfo parameter, string problem)
    {
        problems.Add(function, parameter, problem);
        return null;
    }
}
