using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>The Durable HTTP API of the real host: addresses, payloads and status codes as documented for it.</summary>
internal static class DurableApi
{
    public static void Map(WebApplication web)
    {
        RouteGroupBuilder api = web.MapGroup(DurableHttpAddress.Path);
        api.MapPost("/orchestrators/{functionName}/{instanceId?}", Handle(InstanceCommands.StartAsync));

        api.MapGet("/instances", Handle(InstanceQueries.ListAsync));
        api.MapDelete("/instances", Handle(InstanceCommands.PurgeManyAsync));
        api.MapGet("/instances/{instanceId}", Handle(InstanceQueries.StatusAsync));
        api.MapDelete("/instances/{instanceId}", Handle(InstanceCommands.PurgeAsync));
        api.MapPost("/instances/{instanceId}/raiseEvent/{eventName}", Handle(InstanceCommands.RaiseEventAsync));
        api.MapPost("/instances/{instanceId}/terminate", Handle(InstanceCommands.TerminateAsync));
        api.MapPost("/instances/{instanceId}/suspend", Handle(InstanceCommands.SuspendAsync));
        api.MapPost("/instances/{instanceId}/resume", Handle(InstanceCommands.ResumeAsync));
        api.MapPost("/instances/{instanceId}/rewind", Handle(InstanceCommands.RewindAsync));
        api.MapPost("/instances/{instanceId}/restart", Handle(InstanceCommands.RestartAsync));

        api.MapGet("/entities/{entityName?}", Handle(EntityRequests.ListAsync));
        api.MapGet("/entities/{entityName}/{entityKey}", Handle(EntityRequests.GetAsync));
        api.MapPost("/entities/{entityName}/{entityKey}", Handle(EntityRequests.SignalAsync));
        api.MapDelete("/entities/{entityName}/{entityKey}", Handle(EntityRequests.DeleteAsync));
    }

    // An argument that the engine refuses is the caller's mistake, as the real host has it.
    private static RequestDelegate Handle(Func<HttpContext, DurableTaskClient, Task<IResult>> handler) => async context =>
    {
        IResult result;
        try
        {
            result = await handler(context, context.RequestServices.GetRequiredService<DurableHost>().Client);
        }
        catch (BadDurableRequestException bad)
        {
            result = ErrorOf(StatusCodes.Status400BadRequest, bad.Message, bad.InnerException);
        }
        catch (OrchestrationAlreadyExistsException exists)
        {
            result = ErrorOf(StatusCodes.Status409Conflict, exists.Message, null);
        }
        catch (RpcException gone) when (gone.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            // It ended, or was purged, since the handler looked.
            result = ErrorOf(gone.StatusCode == StatusCode.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone, gone.Status.Detail, null);
        }
        catch (ArgumentException refused)
        {
            result = ErrorOf(StatusCodes.Status400BadRequest, "One or more of the arguments submitted is incorrect", refused);
        }

        await result.ExecuteAsync(context);
    };

    private static IResult ErrorOf(int status, string message, Exception? cause) => Results.Json(
        cause is null
            ? new Dictionary<string, string> { ["Message"] = message }
            : new Dictionary<string, string>
            {
                ["Message"] = message,
                ["ExceptionMessage"] = cause.Message,
                ["ExceptionType"] = cause.GetType().FullName!,
            },
        statusCode: status);
}

/// <summary>A request to the Durable HTTP API that cannot be understood.</summary>
internal sealed class BadDurableRequestException(string message, Exception? cause = null) : Exception(message, cause);
