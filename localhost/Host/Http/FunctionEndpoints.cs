using System.Diagnostics;
using Boai.Localhost.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Gives every HTTP function its route.</summary>
internal static class FunctionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, FunctionCatalog catalog)
    {
        foreach ((FunctionDescriptor function, HttpStart http) in catalog.StartedBy<HttpStart>())
        {
            RequestDelegate handle = context => HandleAsync(context, function);
            IEndpointConventionBuilder endpoint = http.Methods.Count == 0
                ? routes.Map(http.Pattern, handle)
                : routes.MapMethods(http.Pattern.RawText!, http.Methods, handle);
            endpoint.WithDisplayName(function.Name);
        }
    }

    private static async Task HandleAsync(HttpContext http, FunctionDescriptor function)
    {
        IServiceProvider services = http.RequestServices;
        FunctionInvoker invoker = services.GetRequiredService<FunctionInvoker>();
        OutputSender outputs = services.GetRequiredService<OutputSender>();
        CancellationToken stopping = services.GetRequiredService<HostStopping>().Token;
        using IDisposable work = services.GetRequiredService<WorkTracker>().Begin($"{http.Request.Method} {http.Request.Path}");
        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        // The caller's own context, not the web server's activity in between: nobody is told of that one, and what is under it would hang in the air.
        InvocationInput input = new()
        {
            Http = http,
            BindingData = HttpInvocation.BindingData(http),
            TraceParent = ActivityContext.TryParse(http.Request.Headers.TraceParent, null, out _) ? http.Request.Headers.TraceParent : "",
            TraceState = http.Request.Headers.TraceState,
        };
        try
        {
            await invoker.InvokeAsync(function, input, CompleteAsync, cancellation.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
            http.Abort();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
#pragma warning disable CA1031 // whatever a function throws is its failure, not the host's
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(http, services, function, failure);
        }

        async Task<bool> CompleteAsync(Invocation invocation)
        {
            await outputs.SendAsync(invocation, cancellation.Token);
            await HttpAnswer.WriteAsync(http, invocation);
            return true;
        }
    }

    private static void Fail(HttpContext http, IServiceProvider services, FunctionDescriptor function, Exception failure)
    {
        services.GetRequiredService<ILoggerFactory>().CreateLogger(function.Method.DeclaringType!.FullName!)
            .LogError(failure, "{Function} failed: {Method} {Path} is answered with 500.", function.Name, http.Request.Method, http.Request.Path);
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
