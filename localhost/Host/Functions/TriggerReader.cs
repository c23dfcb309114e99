using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace Boai.Localhost.Host;

/// <summary>Reads what starts a function.</summary>
internal sealed class TriggerReader(string function, ParameterInfo parameter, FunctionSettings settings, FunctionProblems problems)
{
    /// <returns>Null when there was a problem.</returns>
    public Trigger? Read(TriggerBindingAttribute attribute) => attribute switch
    {
        HttpTriggerAttribute http => Http(http),
        TimerTriggerAttribute timer => Timer(timer),
        QueueTriggerAttribute queue => Queue(queue),
        ServiceBusTriggerAttribute bus => ServiceBus(bus),
        OrchestrationTriggerAttribute orchestration => new OrchestrationStart(orchestration.Orchestration ?? function),
        ActivityTriggerAttribute activity => new ActivityStart(activity.Activity ?? function),
        EntityTriggerAttribute entity => new EntityStart(entity.EntityName ?? function),
        _ => Problem($"{TypeNames.OfAttribute(attribute.GetType())} is not supported by the local host"),
    };

    private HttpStart? Http(HttpTriggerAttribute http)
    {
        string prefix = settings.HostJson.RoutePrefix;
        string route = string.IsNullOrEmpty(http.Route) ? function : http.Route.TrimStart('/');
        string template = prefix.Length == 0 ? route : $"{prefix}/{route}";
        try
        {
            RoutePattern pattern = RoutePatternFactory.Parse(template);
            if (RouteRules.ProblemWith(pattern) is { } problem)
            {
                return Problem($"route '{template}': {problem}") as HttpStart;
            }

            return new HttpStart(pattern, [.. (http.Methods ?? []).Select(method => method.ToUpperInvariant())], http.AuthLevel);
        }
        catch (RoutePatternException malformed)
        {
            return Problem($"route '{template}': {malformed.Message}") as HttpStart;
        }
    }

    private TimerStart? Timer(TimerTriggerAttribute timer)
    {
        if (!settings.TryResolve(timer.Schedule, out string schedule))
        {
            return Problem($"the schedule names the setting '{schedule}', which is not set") as TimerStart;
        }

        return TimerSchedule.TryParse(schedule, settings.TimeZone, out TimerSchedule? parsed, out string? problem)
            ? new TimerStart(parsed, timer.UseMonitor && !parsed.IsMoreOftenThanAMinute, timer.RunOnStartup)
            : Problem($"schedule '{schedule}': {problem}") as TimerStart;
    }

    private QueueStart? Queue(QueueTriggerAttribute queue) =>
        QueueAddressReader.TryRead(queue.QueueName, queue.Connection, settings, out QueueAddress? address, out string? problem)
            ? new QueueStart(address.QueueName, address.Connection)
            : Problem(problem!) as QueueStart;

    private ServiceBusStart? ServiceBus(ServiceBusTriggerAttribute bus)
    {
        if (bus.QueueName is not { } name)
        {
            return Problem("the local host has queues only, so no topic and no subscription") as ServiceBusStart;
        }

        if (!settings.Bus.TryFind(name, bus.Connection, settings, out ServiceBusQueue? queue, out string? problem))
        {
            return Problem(problem) as ServiceBusStart;
        }

        if (queue.RequiresSession != bus.IsSessionsEnabled)
        {
            return Problem(bus.IsSessionsEnabled
                ? $"IsSessionsEnabled is set, but '{queue.Path}' has no sessions (RequiresSession in {ServiceBusSetup.FileName})"
                : $"'{queue.Path}' has sessions (RequiresSession in {ServiceBusSetup.FileName}); set IsSessionsEnabled = true") as ServiceBusStart;
        }

        bool said = parameter.GetCustomAttributesData().Any(data => data.AttributeType == typeof(ServiceBusTriggerAttribute)
            && data.NamedArguments.Any(argument => argument.MemberName == nameof(ServiceBusTriggerAttribute.AutoCompleteMessages)));
        return new ServiceBusStart(queue.Path, bus.IsBatched, bus.IsSessionsEnabled, said ? bus.AutoCompleteMessages : null);
    }

    private Trigger? Problem(string problem)
    {
        problems.Add(function, parameter, problem);
        return null;
    }
}

internal static class QueueAddressReader
{
    public static bool TryRead(
        string name,
        string? connection,
        FunctionSettings settings,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out QueueAddress? address,
        out string? problem)
    {
        address = null;
        problem = null;
        if (!settings.TryResolve(name, out string queue))
        {
            problem = $"the queue's name needs the setting '{queue}', which is not set";
        }
        else if (queue.Length is < 3 or > 63
            || !queue.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            || queue[0] == '-'
            || queue[^1] == '-'
            || queue.Contains("--", StringComparison.Ordinal))
        {
            problem = $"'{queue}' is no queue name: 3 to 63 lower-case letters, digits and single hyphens";
        }
        else if (ConnectionOf(connection, settings.Configuration) is not { } found)
        {
            problem = $"there is no setting '{connection}' with a storage connection";
        }
        else
        {
            address = new QueueAddress(queue, found.Length == 0 ? null : found);
        }

        return problem is null;
    }

    // Empty stands for the host's own storage.
    private static string? ConnectionOf(string? connection, IConfiguration configuration) =>
        connection is null or "AzureWebJobsStorage" or "Storage"
            ? ""
            : configuration[connection] ?? configuration[$"AzureWebJobs{connection}"] ?? configuration.GetConnectionString(connection);
}
