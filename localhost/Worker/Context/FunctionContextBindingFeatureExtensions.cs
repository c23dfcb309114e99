namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an invocation produced, for steps of the pipeline that run after it.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The returned value.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new HostInvocationResult(InvocationOutputs.Of(context));
    }

    /// <summary>The returned value as <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">The function returned nothing or another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        InvocationOutputs outputs = InvocationOutputs.Of(context);
        return outputs.Result is T
            ? new HostInvocationResult<T>(outputs)
            : throw new InvalidOperationException(
                $"{context.FunctionDefinition.Name} returned {outputs.Result?.GetType().ToString() ?? "nothing"}, not {typeof(T)}.");
    }

    /// <summary>Every output binding of the function, with its value where that is a <typeparamref name="T"/>.</summary>
    public static IEnumerable<OutputBindingData<T>> GetOutputBindings<T>(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        InvocationOutputs outputs = InvocationOutputs.Of(context);
        return context.FunctionDefinition.OutputBindings.Values.Select(binding => new HostOutputBindingData<T>(outputs, binding));
    }
}
