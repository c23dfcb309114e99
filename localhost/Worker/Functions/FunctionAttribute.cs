namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function and gives it the name that the host knows it by.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    /// <summary>Unique in the app, compared without regard to case.</summary>
    public string Name { get; } = name;
}
