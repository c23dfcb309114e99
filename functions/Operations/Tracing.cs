using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Boai.Functions.Operations;

/// <summary>Spans of the app: one for each invocation of a function, one for each call of a store. Names and codes only, never data.</summary>
public static class Tracing
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Boai";

    /// <summary>Name of Durable Task's source, on both stacks: the spans of starts, under which everything is that an orchestration has done, and its own.</summary>
    public const string StartsSourceName = "Microsoft.DurableTask";

    internal static readonly ActivitySource Source = new(SourceName);

    private static readonly string[] Triggers = ["httpTrigger", "activityTrigger", "timerTrigger", "serviceBusTrigger", "queueTrigger"];

    /// <summary>Whether the function does work of its own. An orchestration only replays it, again and again, and nothing may come between.</summary>
    internal static bool IsTraced(FunctionContext context) => TriggerOf(context) is not null;

    internal static string? TriggerOf(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Select(binding => binding.Type)
            .FirstOrDefault(type => Triggers.Contains(type, StringComparer.OrdinalIgnoreCase));
}

/// <summary>Puts a span around an invocation, as a child of the caller's when the caller sent one (W3C trace context).</summary>
internal sealed class TracingMiddleware : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        string trigger = Tracing.TriggerOf(context)!;
        bool isRequest = string.Equals(trigger, "httpTrigger", StringComparison.OrdinalIgnoreCase);
        ActivityContext.TryParse(context.TraceContext.TraceParent, context.TraceContext.TraceState, isRemote: true, out ActivityContext caller);
        if (caller == default)
        {
            Activity.Current = null; // who has no caller begins a trace, whatever the server around keeps for itself
        }

        using Activity? span = Tracing.Source.StartActivity(
            context.FunctionDefinition.Name, isRequest ? ActivityKind.Server : ActivityKind.Internal, caller);
        span?.SetTag("faas.invocation_id", context.InvocationId).SetTag("faas.trigger", trigger);
        try
        {
            await next(context);
        }
        catch (Exception failure)
        {
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure.GetType().FullName); // its message may quote anything
            throw;
        }
    }
}
