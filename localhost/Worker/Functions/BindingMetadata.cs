namespace Microsoft.Azure.Functions.Worker;

/// <summary>One connection of a function with the outside.</summary>
public abstract class BindingMetadata
{
    /// <summary>Parameter or property name, or <c>$return</c>.</summary>
    public abstract string Name { get; }

    /// <summary>"httpTrigger", "queue", …</summary>
    public abstract string Type { get; }

    /// <summary>Into the function or out of it.</summary>
    public abstract BindingDirection Direction { get; }
}

/// <summary>Into a function or out of it.</summary>
public enum BindingDirection
{
    /// <summary>Read by the function.</summary>
    In,

    /// <summary>Written by the function.</summary>
    Out,
}
