using System.Globalization;
using System.Text.Json;

namespace Boai.Localhost.Host;

/// <summary>What the local host takes from host.json.</summary>
internal sealed record HostJson
{
    public const string FileName = "host.json";

    /// <summary>First segments of every function's address; may be empty.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>Name of the task hub.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>Version of orchestrations that are started without one; empty for none.</summary>
    public string DefaultVersion { get; init; } = "";

    public QueueSettings Queues { get; init; } = new();

    public ServiceBusHostSettings ServiceBus { get; init; } = new();

    /// <summary>Log levels by category.</summary>
    public IReadOnlyDictionary<string, string> LogLevels { get; init; } = new Dictionary<string, string>();

    public static HostJson ReadFrom(string folder)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Parse(File.ReadAllText(path), path) : new HostJson();
    }

    /// <exception cref="LocalHostException">The text is not JSON, or a value is not what it must be.</exception>
    public static HostJson Parse(string json, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(new HostJsonSection(document.RootElement, source, ""));
        }
        catch (JsonException malformed)
        {
            throw new LocalHostException($"{source} is not valid JSON: {malformed.Message}", malformed);
        }
    }

    private static HostJson Read(HostJsonSection root)
    {
        HostJsonSection extensions = root.Section("extensions");
        HostJsonSection queues = extensions.Section("queues");
        int batchSize = queues.Number("batchSize", 16, 1, 32);
        return new HostJson
        {
            RoutePrefix = extensions.Section("http").Text("routePrefix", "api").Trim('/'),
            HubName = extensions.Section("durableTask").Text("hubName", "TestHubName"),
            DefaultVersion = extensions.Section("durableTask").Text("defaultVersion", ""),
            Queues = new QueueSettings
            {
                BatchSize = batchSize,
                NewBatchThreshold = queues.Number("newBatchThreshold", batchSize / 2, 0, 1000),
                MaxDequeueCount = queues.Number("maxDequeueCount", 5, 1, 1000),
                MaxPollingInterval = queues.Span("maxPollingInterval", TimeSpan.FromSeconds(2)),
                VisibilityTimeout = queues.Span("visibilityTimeout", TimeSpan.Zero),
                Base64 = queues.OneOf("messageEncoding", "base64", "none") == "base64",
            },
            ServiceBus = ServiceBusHostSettings.Read(extensions.Section("serviceBus")),
            LogLevels = root.Section("logging").Section("logLevel").Texts(),
        };
    }
}

/// <summary>How queue triggers take messages.</summary>
internal sealed record QueueSettings
{
    public int BatchSize { get; init; } = 16;

    public int NewBatchThreshold { get; init; } = 8;

    public int MaxDequeueCount { get; init; } = 5;

    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan VisibilityTimeout { get; init; }

    public bool Base64 { get; init; } = true;
}

/// <summary>One object of host.json; absent ones read as empty.</summary>
internal sealed class HostJsonSection(JsonElement? element, string source, string path)
{
    public HostJsonSection Section(string name) => new(
        Get(name) is not { } value ? null : value.ValueKind == JsonValueKind.Object ? value : throw Bad(name, "an object"),
        source,
        Below(name));

    public string Text(string name, string fallback) => Get(name) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        _ => throw Bad(name, "a string"),
    };

    public int Number(string name, int fallback, int least, int most) => Get(name) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int number) && number >= least && number <= most => number,
        _ => throw Bad(name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}")),
    };

    public bool Flag(string name, bool fallback) => Get(name) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } value => value.GetBoolean(),
        _ => throw Bad(name, "true or false"),
    };

    public TimeSpan Span(string name, TimeSpan fallback) => Get(name) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.String } value
            when TimeSpan.TryParse(value.GetString(), CultureInfo.InvariantCulture, out TimeSpan span) && span >= TimeSpan.Zero => span,
        _ => throw Bad(name, "a time span such as 00:00:30"),
    };

    public string OneOf(string name, params string[] values)
    {
        string text = Text(name, values[0]);
        return values.FirstOrDefault(value => string.Equals(value, text, StringComparison.OrdinalIgnoreCase))
            ?? throw Bad(name, string.Join(" or ", values));
    }

    public IReadOnlyDictionary<string, string> Texts() => element is not { } present
        ? new Dictionary<string, string>()
        : present.EnumerateObject().ToDictionary(property => property.Name, property => Text(property.Name, ""));

    private JsonElement? Get(string name)
    {
        if (element is not { } present)
        {
            return null;
        }

        foreach (JsonProperty property in present.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind != JsonValueKind.Null)
            {
                return property.Value;
            }
        }

        return null;
    }

    private string Below(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private LocalHostException Bad(string name, string expected) => new($"{source}: {Below(name)} must be {expected}.");
}
