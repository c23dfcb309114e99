using System.Collections;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Localhost.Host;

internal sealed class LocalFunctionContext(
    FunctionDescriptor function, IServiceProvider services, InvocationInput input, CancellationToken cancellation) : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; } = new LocalTraceContext(input.TraceParent, input.TraceState, Activity.Current);

    public override BindingContext BindingContext { get; } = new LocalBindingContext(input.BindingData);

    public override RetryContext RetryContext { get; } = new LocalRetryContext(input.RetryCount, function.Retry?.MaxRetryCount ?? 0);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition { get; } = function.Definition;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new LocalInvocationFeatures();

    public override CancellationToken CancellationToken { get; } = cancellation;
}

internal sealed class LocalTraceContext(string? parent, string? state, Activity? activity) : TraceContext
{
    public override string TraceParent { get; } = parent ?? activity?.Id ?? "";

    public override string TraceState { get; } = (parent is null ? activity?.TraceStateString : state) ?? "";
}

internal sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData { get; } = data;
}

internal sealed class LocalRetryContext(int count, int max) : RetryContext
{
    public override int RetryCount { get; } = count;

    public override int MaxRetryCount { get; } = max;
}

internal sealed class LocalInvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> values = [];

    public void Set<T>(T instance)
    {
        if (instance is null)
        {
            values.Remove(typeof(T));
        }
        else
        {
            values[typeof(T)] = instance;
        }
    }

    public T? Get<T>() => values.TryGetValue(typeof(T), out object? value) ? (T)value : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
