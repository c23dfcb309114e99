namespace Microsoft.DurableTask.Abstractions;

/// <summary>Orders orchestration versions: none before any, numbers as numbers, anything else as text.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <returns>Below zero, zero or above zero as <paramref name="sourceVersion"/> is older than, same as or newer than the other.</returns>
    public static int CompareVersions(string sourceVersion, string otherVersion)
        => (string.IsNullOrWhiteSpace(sourceVersion), string.IsNullOrWhiteSpace(otherVersion)) switch
        {
            (true, true) => 0,
            (true, false) => -1,
            (false, true) => 1,
            _ when Version.TryParse(sourceVersion, out Version? source) && Version.TryParse(otherVersion, out Version? other)
                => source.CompareTo(other),
            _ => string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase),
        };
}
