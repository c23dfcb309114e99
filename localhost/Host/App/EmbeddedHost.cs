using Boai.Localhost.Engine;
using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>What another program decides about a host that it runs inside itself.</summary>
internal sealed record EmbeddedHost
{
    /// <summary>Types to look for functions in.</summary>
    public required IReadOnlyCollection<Type> FunctionTypes { get; init; }

    public required LocalClock Clock { get; init; }

    /// <summary>Whether the clock stands still until moved; then nothing polls by it.</summary>
    public bool VirtualTime { get; init; }

    /// <summary>Null keeps the durable journal in the storage.</summary>
    public IJournalStore? Journal { get; init; }

    /// <summary>Null keeps Service Bus messages in the storage.</summary>
    public MemoryMessageJournal? Messages { get; init; }

    /// <summary>servicebus.json in place of the file.</summary>
    public string? ServiceBusJson { get; init; }

    /// <summary>Null runs without storage: no queues, and timers remembered in <see cref="Monitor"/> only.</summary>
    public string? StorageConnection { get; init; }

    /// <summary>Where timers' occurrences are remembered when there is no storage.</summary>
    public ITimerMonitor? Monitor { get; init; }

    /// <summary>Engine settings.</summary>
    public DurableEngineOptions? Engine { get; init; }

    /// <summary>host.json in place of the file's.</summary>
    public string? HostJson { get; init; }

    /// <summary>Settings in place of environment and local.settings.json.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public ILoggerProvider? Logs { get; init; }

    /// <summary>Least level that <see cref="Logs"/> gets.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
