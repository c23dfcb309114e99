namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Which entities to list.</summary>
public record EntityQuery
{
    public const int DefaultPageSize = 100;

    private readonly string? instanceIdStartsWith;

    /// <summary>What the id starts with; the entity's name in it is taken in lower case, and a missing <c>@</c> is put before it.</summary>
    public string? InstanceIdStartsWith
    {
        get => instanceIdStartsWith;
        init => instanceIdStartsWith = value is null ? null : Normalized(value);
    }

    public DateTimeOffset? LastModifiedFrom { get; init; }

    public DateTimeOffset? LastModifiedTo { get; init; }

    public bool IncludeState { get; init; } = true;

    /// <summary>Whether to include entities without a state that still exist because of messages or a lock.</summary>
    public bool IncludeTransient { get; init; }

    public int? PageSize { get; init; }

    public string? ContinuationToken { get; init; }

    private static string Normalized(string prefix)
    {
        string marked = prefix.StartsWith('@') ? prefix : "@" + prefix;
        int key = marked.IndexOf('@', 1);
        int nameEnd = key < 0 ? marked.Length : key;
#pragma warning disable CA1308 // the written form is lower case
        return marked[..nameEnd].ToLowerInvariant() + marked[nameEnd..];
#pragma warning restore CA1308
    }
}
