namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique to this invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The same for every invocation of one function.</summary>
    public abstract string FunctionId { get; }

    /// <summary>W3C trace context of what caused the invocation.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger says of itself: route values, message ids, dequeue count, …</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which attempt this is.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The invocation's own service scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>What is invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values that steps of the pipeline share.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Typed values that the worker and its extensions share.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the caller has gone or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>W3C trace context.</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c> header.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c> header.</summary>
    public abstract string TraceState { get; }
}

/// <summary>What the trigger says of itself.</summary>
public abstract class BindingContext
{
    /// <summary>Values by name, compared without regard to case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>Which attempt of an invocation this is.</summary>
public abstract class RetryContext
{
    /// <summary>0 for the first attempt.</summary>
    public abstract int RetryCount { get; }

    /// <summary>Attempts allowed after the first; -1 for no limit.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>Typed values of one invocation.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Puts a value, replacing one of the same type.</summary>
    void Set<T>(T instance);

    /// <summary>The value of that type, or null.</summary>
    T? Get<T>();
}
