using System.Reflection;
using Boai.Localhost.Engine;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Testing;

/// <summary>How a test wants its app.</summary>
public sealed record LocalAppOptions
{
    /// <summary>Where the functions are; <see cref="FunctionTypes"/> goes before.</summary>
    public Assembly? FunctionAssembly { get; init; }

    /// <summary>The classes that hold the functions, in place of a whole assembly.</summary>
    public IReadOnlyCollection<Type>? FunctionTypes { get; init; }

    /// <summary>Where virtual time begins; it stands still until the test moves it. Monday 5 January 2026, 9:00 in Beijing, unless set.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Whether time runs by itself, with the machine's.</summary>
    public bool RealTime { get; init; }

    /// <summary>
    /// Storage for the app, its queues and its timers' monitors; null for none. See <see cref="TestAzurite.NewAccount"/>.
    /// </summary>
    public string? StorageConnectionString { get; init; }

    /// <summary>Whether the durable journal, and Service Bus messages, are in that storage instead of in memory.</summary>
    public bool JournalInStorage { get; init; }

    /// <summary>The durable journal, to go on from one that another test left; a new one in memory without it.</summary>
    public MemoryJournalStore? Journal { get; init; }

    /// <summary>
    /// Whether orchestrators, entities and activities run one at a time in a fixed order, so that a test takes the same course every
    /// time. Switch it off where an activity waits for another one, or where a test is about load.
    /// </summary>
    public bool OneAtATime { get; init; } = true;

    /// <summary>Settings of the durable engine, such as replaying every step.</summary>
    public DurableEngineOptions? Engine { get; init; }

    /// <summary>The app's settings. The environment and local.settings.json are left out, so that tests see the same everywhere.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text of host.json; the file beside the test without it.</summary>
    public string? HostJson { get; init; }

    /// <summary>Text of servicebus.json; the file beside the test without it.</summary>
    public string? ServiceBusJson { get; init; }

    /// <summary>
    /// Port of 127.0.0.1 on which the Service Bus broker listens for clients outside the app, 0 for any free one; null for none.
    /// <see cref="LocalApp.ServiceBus"/> knows the connection string.
    /// </summary>
    public int? ServiceBusPort { get; init; }

    /// <summary>Least level that <see cref="LocalApp.Logs"/> keeps.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Data folder; a new temporary one, deleted at the end, without it.</summary>
    public string? DataFolder { get; init; }

    /// <summary>How long, in real time, something may be under way before the test fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}
