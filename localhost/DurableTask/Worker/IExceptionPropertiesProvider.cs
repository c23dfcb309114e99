namespace Microsoft.DurableTask.Worker;

/// <summary>Chooses further facts of an exception that its failure details keep.</summary>
public interface IExceptionPropertiesProvider
{
    /// <returns>The facts, or null for none.</returns>
    IDictionary<string, object?>? GetExceptionProperties(Exception exception);
}
