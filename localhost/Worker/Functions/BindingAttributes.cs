namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of every attribute that connects a function with something outside it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
    /// <summary>For attributes derived from this one.</summary>
    public BindingAttribute()
    {
    }
}

/// <summary>Base of the attributes that start a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>For attributes derived from this one.</summary>
    public TriggerBindingAttribute()
    {
    }
}

/// <summary>Base of the attributes that hand a function something to read.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>For attributes derived from this one.</summary>
    public InputBindingAttribute()
    {
    }
}

/// <summary>Base of the attributes that say where a function's result goes.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
    /// <summary>For attributes derived from this one.</summary>
    public OutputBindingAttribute()
    {
    }
}
