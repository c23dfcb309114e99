namespace Microsoft.DurableTask;

/// <summary>How an orchestration starts over: input, buffered events, version.</summary>
public class ContinueAsNewOptions
{
    public object? NewInput { get; set; }

    /// <summary>Whether events that arrived and were not awaited go on to the next generation.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version of the next generation; null or blank keeps the present one.</summary>
    public string? NewVersion { get; set; }
}
