namespace Microsoft.DurableTask;

/// <summary>Turns inputs, results and states into the text that history keeps, and back.</summary>
public abstract class DataConverter
{
    protected DataConverter()
    {
    }

    /// <returns>The text, or null for null.</returns>
    public abstract string? Serialize(object? value);

    /// <returns>The value, or null for null.</returns>
    public abstract object? Deserialize(string? data, Type targetType);

    public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default(T));
}
