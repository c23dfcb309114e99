using System.Text.Json;
using DurableTask.Core.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>Requests of the Durable HTTP API that change instances.</summary>
internal static class InstanceCommands
{
    private static readonly OrchestrationRuntimeStatus[] Ended =
    [
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Canceled, OrchestrationRuntimeStatus.Terminated,
    ];

    public static async Task<IResult> StartAsync(HttpContext http, DurableTaskClient client)
    {
        string name = DurableQuery.Route(http, "functionName");
        HostedApp app = http.RequestServices.GetRequiredService<HostedApp>();
        if (!app.Functions.StartedBy<OrchestrationStart>().Any(o => string.Equals(o.Trigger.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"There is no orchestrator '{name}'.");
        }

        JsonElement? input = await DurableQuery.JsonBodyAsync(http);
        string instanceId = await client.ScheduleNewOrchestrationInstanceAsync(
            name,
            input is { } given ? (object)given : null,
            new StartOrchestrationOptions((string?)http.Request.RouteValues["instanceId"])
            {
                Version = DurableQuery.Text(http, "version") is { } version ? new TaskVersion(version) : default(TaskVersion?),
            },
            http.RequestAborted);
        return await WaitOrPointAsync(http, client, instanceId);
    }

    public static async Task<IResult> RaiseEventAsync(HttpContext http, DurableTaskClient client)
    {
        string instanceId = DurableQuery.Route(http, "instanceId");
        if (await RefuseAsync(http, client, instanceId, Ended) is { } refused)
        {
            return refused;
        }

        if (http.Request.ContentType?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new BadDurableRequestException("Only application/json request content is supported");
        }

        JsonElement? payload = await DurableQuery.JsonBodyAsync(http);
        await client.RaiseEventAsync(
            instanceId, DurableQuery.Route(http, "eventName"), payload is { } given ? (object)given : null, http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> TerminateAsync(HttpContext http, DurableTaskClient client)
    {
        string instanceId = DurableQuery.Route(http, "instanceId");
        if (await RefuseAsync(http, client, instanceId, Ended) is { } refused)
        {
            return refused;
        }

        await client.TerminateInstanceAsync(instanceId, (object?)DurableQuery.Text(http, "reason"), http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> SuspendAsync(HttpContext http, DurableTaskClient client)
    {
        string instanceId = DurableQuery.Route(http, "instanceId");
        if (await RefuseAsync(http, client, instanceId, Ended) is { } refused)
        {
            return refused;
        }

        await client.SuspendInstanceAsync(instanceId, DurableQuery.Text(http, "reason"), http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> ResumeAsync(HttpContext http, DurableTaskClient client)
    {
        string instanceId = DurableQuery.Route(http, "instanceId");
        if (await RefuseAsync(http, client, instanceId, Ended) is { } refused)
        {
            return refused;
        }

        await client.ResumeInstanceAsync(instanceId, DurableQuery.Text(http, "reason"), http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> RewindAsync(HttpContext http, DurableTaskClient client)
    {
        string instanceId = DurableQuery.Route(http, "instanceId");
        switch (await client.GetInstanceAsync(instanceId, http.RequestAborted))
        {
            case null:
                return Results.Json($"No orchestration with instance ID \"{instanceId}\" found.", statusCode: StatusCodes.Status404NotFound);
            case { RuntimeStatus: not OrchestrationRuntimeStatus.Failed } instance:
                return Results.Json(
                    $"This orchestration has status {instance.RuntimeStatus}, but only orchestrations in the \"Failed\" state can be rewound.",
                    statusCode: StatusCodes.Status412PreconditionFailed);
        }

        await client.RewindInstanceAsync(instanceId, DurableQuery.Text(http, "reason") ?? "", http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> RestartAsync(HttpContext http, DurableTaskClient client)
    {
        string instanceId = DurableQuery.Route(http, "instanceId");
        bool withNewId = DurableQuery.Flag(http, "restartWithNewInstanceId") ?? true;
        switch (await client.GetInstanceAsync(instanceId, http.RequestAborted))
        {
            case null:
                throw new BadDurableRequestException("InstanceId does not match a valid orchestration instance.");
            case { IsCompleted: false } when !withNewId:
                throw new OrchestrationAlreadyExistsException("A non-terminal instance with this instance ID already exists.");
        }

        string restarted = await client.RestartAsync(instanceId, withNewId, http.RequestAborted);
        return await WaitOrPointAsync(http, client, restarted);
    }

    public static async Task<IResult> PurgeAsync(HttpContext http, DurableTaskClient client)
    {
        string instanceId = DurableQuery.Route(http, "instanceId");
        switch (await client.GetInstanceAsync(instanceId, http.RequestAborted))
        {
            case null:
                return Results.NotFound();
            case { IsCompleted: false } instance:
                return Results.Json(
                    "Only orchestrations in a terminal state can be purged, but the orchestration with instance ID "
                    + $"{instanceId} has status {instance.RuntimeStatus}",
                    statusCode: StatusCodes.Status412PreconditionFailed);
        }

        PurgeResult purged = await client.PurgeInstanceAsync(instanceId, http.RequestAborted);
        return Results.Json(new { instancesDeleted = purged.PurgedInstanceCount });
    }

    public static async Task<IResult> PurgeManyAsync(HttpContext http, DurableTaskClient client)
    {
        if (DurableQuery.Instant(http, "createdTimeFrom") is not { } from)
        {
            return Results.Json("Please provide value for 'createdTimeFrom' parameter.", statusCode: StatusCodes.Status400BadRequest);
        }

        PurgeResult purged = await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(from, DurableQuery.Instant(http, "createdTimeTo"), DurableQuery.Statuses(http)), http.RequestAborted);
        return purged.PurgedInstanceCount == 0 ? Results.NotFound() : Results.Json(new { instancesDeleted = purged.PurgedInstanceCount });
    }

    /// <returns>404 for an unknown instance, 410 for one in any of these states, null for one that can take the command.</returns>
    private static async Task<IResult?> RefuseAsync(
        HttpContext http, DurableTaskClient client, string instanceId, OrchestrationRuntimeStatus[] beyond) =>
        await client.GetInstanceAsync(instanceId, http.RequestAborted) switch
        {
            null => Results.NotFound(),
            { } instance when beyond.Contains(instance.RuntimeStatus) => Results.StatusCode(StatusCodes.Status410Gone),
            _ => null,
        };

    /// <summary>With ?timeout=seconds the answer is the output, if it comes in time; else it says where to look.</summary>
    private static async Task<IResult> WaitOrPointAsync(HttpContext http, DurableTaskClient client, string instanceId)
    {
        if (DurableQuery.Seconds(http, "timeout") is { } timeout)
        {
            using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            bound.CancelAfter(timeout);
            try
            {
                OrchestrationMetadata ended = await client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, bound.Token);
                return ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                    ? Results.Json(InstanceStatus.Json(ended.SerializedOutput))
                    : await InstanceQueries.StatusAsync(http, client, instanceId, failureIsError: false);
            }
            catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
            {
                // Not in time: the caller is told where to look.
            }
        }

        string authority = $"{http.Request.Scheme}://{http.Request.Host}";
        HttpManagementPayload payload = HttpManagementPayload.For(authority + DurableHttpAddress.Path, instanceId);
        http.Response.Headers.Location = payload.StatusQueryGetUri;
        http.Response.Headers.RetryAfter = "10";
        return Results.Json(payload, statusCode: StatusCodes.Status202Accepted);
    }
}
