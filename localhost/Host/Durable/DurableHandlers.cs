using Boai.Localhost.Engine;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>Tells the engine which function runs an orchestration, an activity or an entity.</summary>
internal static class DurableHandlers
{
    public static DurableTaskHandlers For(HostedApp app, FunctionInvoker invoker, DataConverter converter, IServiceProvider services)
    {
        DurableTaskHandlers handlers = new();
        foreach ((FunctionDescriptor function, OrchestrationStart trigger) in app.Functions.StartedBy<OrchestrationStart>())
        {
            handlers.AddOrchestrator(trigger.Name, context => invoker.InvokeAsync(
                function, new InvocationInput { Value = context }, static invocation => Task.FromResult(invocation.Outputs.Result), CancellationToken.None));
        }

        foreach ((FunctionDescriptor function, ActivityStart trigger) in app.Functions.StartedBy<ActivityStart>())
        {
            handlers.AddActivity(trigger.Name, (activity, cancellation) => invoker.InvokeAsync(
                function,
                new InvocationInput { Value = activity.SerializedInput, BindingData = DataOf(activity), TraceParent = activity.TraceParent, TraceState = activity.TraceState },
                invocation => SendAsync(invocation, services, converter, cancellation),
                cancellation));
        }

        foreach ((FunctionDescriptor function, EntityStart trigger) in app.Functions.StartedBy<EntityStart>())
        {
            handlers.AddEntity(trigger.Name, operation => RunEntityAsync(function, operation, invoker, services));
        }

        return handlers;
    }

    private static Dictionary<string, object?> DataOf(ActivityInvocation activity) =>
        new(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = activity.InstanceId };

    private static async Task<string?> SendAsync(
        Invocation invocation, IServiceProvider services, DataConverter converter, CancellationToken cancellation)
    {
        await services.GetRequiredService<OutputSender>().SendAsync(invocation, cancellation);
        return converter.Serialize(invocation.Outputs.Result);
    }

    private static async ValueTask<object?> RunEntityAsync(
        FunctionDescriptor function, TaskEntityOperation operation, FunctionInvoker invoker, IServiceProvider services)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        TaskEntityDispatcher dispatcher = new(operation, scope.ServiceProvider);
        await invoker.InvokeAsync(
            function, new InvocationInput { Value = dispatcher }, static _ => Task.FromResult(true), CancellationToken.None);
        return dispatcher.Dispatched
            ? dispatcher.Result
            : throw new InvalidOperationException($"{function.Name} did not dispatch operation '{operation.Name}' to an entity.");
    }
}
