namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Makes a parameter's value from what the trigger delivered.</summary>
public interface IInputConverter
{
    /// <summary>Converts, or answers <see cref="ConversionResult.Unhandled"/>.</summary>
    ValueTask<ConversionResult> ConvertAsync(ConverterContext context);
}

/// <summary>One value to convert.</summary>
public abstract class ConverterContext
{
    /// <summary>The parameter's type.</summary>
    public abstract Type TargetType { get; }

    /// <summary>What the trigger delivered; null when the parameter has no binding.</summary>
    public abstract object? Source { get; }

    /// <summary>The invocation.</summary>
    public abstract FunctionContext FunctionContext { get; }

    /// <summary>The parameter's properties.</summary>
    public abstract IReadOnlyDictionary<string, object> Properties { get; }
}

/// <summary>How a conversion ended.</summary>
public enum ConversionStatus
{
    /// <summary>Not this converter's business.</summary>
    Unhandled,

    /// <summary>Converted.</summary>
    Succeeded,

    /// <summary>This converter's business, and impossible.</summary>
    Failed,
}

/// <summary>How a conversion ended, with its value or its error.</summary>
public readonly struct ConversionResult
{
    private ConversionResult(ConversionStatus status, object? value, Exception? error)
    {
        Status = status;
        Value = value;
        Error = error;
    }

    /// <summary>How it ended.</summary>
    public ConversionStatus Status { get; }

    /// <summary>The value on success.</summary>
    public object? Value { get; }

    /// <summary>The reason on failure.</summary>
    public Exception? Error { get; }

    /// <summary>Not this converter's business.</summary>
    public static ConversionResult Unhandled() => new(ConversionStatus.Unhandled, null, null);

    /// <summary>Converted.</summary>
    public static ConversionResult Success(object? value) => new(ConversionStatus.Succeeded, value, null);

    /// <summary>Impossible.</summary>
    public static ConversionResult Failed(Exception exception) => new(ConversionStatus.Failed, null, exception);
}

/// <summary>Names the converter of a parameter or of a type.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Parameter,
    AllowMultiple = true)]
public class InputConverterAttribute : Attribute
{
    /// <param name="converterType">Implements <see cref="IInputConverter"/>.</param>
    public InputConverterAttribute(Type converterType)
    {
        ArgumentNullException.ThrowIfNull(converterType);
        if (!typeof(IInputConverter).IsAssignableFrom(converterType))
        {
            throw new InvalidOperationException($"{converterType} does not implement {nameof(IInputConverter)}.");
        }

        ConverterType = converterType;
    }

    /// <summary>Implements <see cref="IInputConverter"/>.</summary>
    public Type ConverterType { get; }
}
