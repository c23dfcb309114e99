using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>Runs invocations: a service scope, the app's pipeline, the arguments, the method, its outputs.</summary>
/// <remarks>Orchestrators pass through here as well, so nothing between the pipeline and the method may leave the caller's context.</remarks>
internal sealed class FunctionInvoker
{
    private readonly IServiceScopeFactory scopes;
    private readonly FunctionExecutionDelegate pipeline;
    private readonly ConcurrentDictionary<Type, ObjectFactory> factories = new();

    public FunctionInvoker(
        IServiceScopeFactory scopes, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> steps)
    {
        this.scopes = scopes;
        pipeline = steps.Reverse().Aggregate((FunctionExecutionDelegate)ExecuteAsync, (next, step) => step(next));
    }

    /// <summary>Invokes, hands the invocation to <paramref name="complete"/> while its scope is alive, and ends it.</summary>
    public async Task<TResult> InvokeAsync<TResult>(
        FunctionDescriptor function, InvocationInput input, Func<Invocation, Task<TResult>> complete, CancellationToken cancellation)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        Invocation invocation = Prepare(function, input, scope.ServiceProvider, cancellation);
        await pipeline(invocation.Context);
        return await complete(invocation);
    }

    private static Invocation Prepare(
        FunctionDescriptor function, InvocationInput input, IServiceProvider services, CancellationToken cancellation)
    {
        LocalFunctionContext context = new(function, services, input, cancellation);
        Invocation invocation = new(function, input, context);
        context.Features.Set(invocation);
        context.Features.Set(invocation.Outputs);
        if (input.Http is { } http)
        {
            HttpInvocation.Attach(context, http);
        }

        return invocation;
    }

    private async Task ExecuteAsync(FunctionContext context)
    {
        Invocation invocation = context.Features.Get<Invocation>()
            ?? throw new InvalidOperationException("The pipeline handed on a FunctionContext that the host did not make.");
        FunctionDescriptor function = invocation.Function;

        object?[] arguments = new object?[function.Parameters.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await function.Parameters[i](invocation);
        }

        object? target = function.Method.IsStatic ? null : Create(function.Method.ReflectedType!, context.InstanceServices);
        object? returned = function.Method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        if (returned is Task task)
        {
            await task;
            returned = function.Result.Unwrap(task);
        }

        TakeOutputs(invocation, returned);
    }

    private static void TakeOutputs(Invocation invocation, object? returned)
    {
        FunctionResult result = invocation.Function.Result;
        invocation.Outputs.Result = result.IsComposite ? null : returned;
        if (returned is null)
        {
            return;
        }

        foreach (OutputBinding output in result.Outputs)
        {
            invocation.Outputs.Bindings[output.Name] = output.Read(returned);
        }
    }

    private object Create(Type type, IServiceProvider services) =>
        factories.GetOrAdd(type, static type => ActivatorUtilities.CreateFactory(type, Type.EmptyTypes))(services, null);
}
