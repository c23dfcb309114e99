namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where the host keeps what an invocation produced; found in <see cref="FunctionContext.Features"/>.</summary>
internal sealed class InvocationOutputs
{
    /// <summary>What the function returned.</summary>
    public object? Result { get; set; }

    /// <summary>Values of output bindings by binding name.</summary>
    public Dictionary<string, object?> Bindings { get; } = new(StringComparer.Ordinal);

    public static InvocationOutputs Of(FunctionContext context) =>
        context.Features.Get<InvocationOutputs>()
        ?? throw new InvalidOperationException("This FunctionContext was not made by the host, so it has no result.");
}

internal sealed class HostInvocationResult(InvocationOutputs outputs) : InvocationResult
{
    public override object? Value
    {
        get => outputs.Result;
        set => outputs.Result = value;
    }
}

internal sealed class HostInvocationResult<T>(InvocationOutputs outputs) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)outputs.Result;
        set => outputs.Result = value;
    }
}

internal sealed class HostOutputBindingData<T>(InvocationOutputs outputs, BindingMetadata binding) : OutputBindingData<T>
{
    public override string BindingType => binding.Type;

    public override string Name => binding.Name;

    public override T? Value
    {
        get => outputs.Bindings.TryGetValue(binding.Name, out object? value) && value is T typed ? typed : default;
        set => outputs.Bindings[binding.Name] = value;
    }
}
