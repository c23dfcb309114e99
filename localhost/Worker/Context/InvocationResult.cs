namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned, as the steps around it see it; setting the value replaces it.</summary>
public abstract class InvocationResult<T>
{
    /// <summary>The returned value.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>What a function returned, of whatever type.</summary>
public abstract class InvocationResult : InvocationResult<object>;

/// <summary>What a function handed to one of its output bindings.</summary>
public abstract class OutputBindingData<T>
{
    /// <summary>"http", "queue", …</summary>
    public abstract string BindingType { get; }

    /// <summary>Property name, or <c>$return</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The value; null when it is of another type.</summary>
    public abstract T? Value { get; set; }
}
