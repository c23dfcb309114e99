namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What a member of a binding is when a function leaves it out: for whoever describes functions from their source.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class DefaultValueAttribute : Attribute
{
    /// <param name="stringDefault">Of a text.</param>
    public DefaultValueAttribute(string stringDefault) => DefaultStringValue = stringDefault;

    /// <param name="boolDefault">Of a switch.</param>
    public DefaultValueAttribute(bool boolDefault) => DefaultBoolValue = boolDefault;

    /// <summary>Null when it is a switch.</summary>
    public string? DefaultStringValue { get; }

    /// <summary>Null when it is a text.</summary>
    public bool? DefaultBoolValue { get; }
}
