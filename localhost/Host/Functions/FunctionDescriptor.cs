using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

/// <summary>One function of the app, checked and ready to be invoked.</summary>
internal sealed record FunctionDescriptor(
    string Name,
    MethodInfo Method,
    Trigger Trigger,
    IReadOnlyList<ParameterBinder> Parameters,
    FunctionResult Result,
    RetryPlan? Retry,
    FunctionDefinition Definition);

/// <summary>Makes one argument of one invocation.</summary>
internal delegate ValueTask<object?> ParameterBinder(Invocation invocation);

/// <summary>What becomes of a function's return value.</summary>
/// <param name="Unwrap">Takes the value out of a completed task of the method's return type.</param>
/// <param name="Outputs">Bindings that the value, or properties of it, go to.</param>
/// <param name="IsComposite">Whether the outputs are properties of the value.</param>
internal sealed record FunctionResult(Func<Task, object?> Unwrap, IReadOnlyList<OutputBinding> Outputs, bool IsComposite);

/// <param name="Name">Property name, or <c>$return</c>.</param>
/// <param name="BindingType">"http", "queue" or "serviceBus".</param>
/// <param name="Read">Takes the output out of the returned value.</param>
/// <param name="Queue">Where it goes, when that is a storage queue.</param>
internal sealed record OutputBinding(string Name, string BindingType, Func<object, object?> Read, QueueAddress? Queue)
{
    /// <summary>Where it goes, when that is a Service Bus queue.</summary>
    public string? ServiceBusQueue { get; init; }
}

internal sealed record QueueAddress(string QueueName, string? Connection);

/// <param name="MaxRetryCount">-1 for no limit.</param>
/// <param name="DelayBefore">Delay before the n-th retry, n from 1.</param>
internal sealed record RetryPlan(int MaxRetryCount, Func<int, TimeSpan> DelayBefore);
