using System.Collections.Concurrent;
using System.Globalization;
using Boai.Localhost.Engine;
using Boai.Localhost.Host;
using Boai.Localhost.ServiceBus;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Boai.Localhost.Testing;

/// <summary>A whole app in a test: its functions, its HTTP, its orchestrations, and a clock that the test moves.</summary>
public sealed class LocalApp : IAsyncDisposable
{
    private readonly Action<FunctionsApplicationBuilder> configure;
    private readonly LocalAppOptions options;
    private readonly MemoryTimerMonitor monitor = new();
    private readonly MemoryJournalStore journal;
    private readonly MemoryMessageJournal messages = new();
    private readonly string folder;
    private readonly ConcurrentQueue<OrchestrationLeak> leaks = new();
    private Running? running;

    private LocalApp(Action<FunctionsApplicationBuilder> configure, LocalAppOptions options)
    {
        this.configure = configure;
        this.options = options;
        journal = options.Journal ?? new MemoryJournalStore();
        folder = options.DataFolder ?? Directory.CreateTempSubdirectory("local-app-").FullName;
        Clock = options.RealTime ? LocalClock.Real() : LocalClock.Virtual(options.Start);
    }

    /// <summary>Calls the app's addresses, relative to its root: <c>api/…</c>, <c>admin/…</c>, <c>runtime/…</c>. A restart brings another one.</summary>
    public HttpClient Http => Now.Http;

    /// <summary>The client of the app's task hub. A restart brings another one.</summary>
    public DurableTaskClient Durable => Services.GetRequiredService<DurableHost>().Client;

    /// <summary>The Service Bus broker, in process; it exists when a function uses Service Bus. A restart brings another one.</summary>
    public ServiceBusBroker ServiceBus => Services.GetRequiredService<BrokerHost>().Broker;

    /// <summary>The app's services. A restart brings others.</summary>
    public IServiceProvider Services => Now.Host.Services;

    /// <summary>The clock that everything in the app runs by; <see cref="AdvanceAsync"/> moves it and lets things happen.</summary>
    public LocalClock Clock { get; }

    /// <summary>What was logged, over every restart.</summary>
    public CapturedLogs Logs { get; } = new();

    /// <summary>Timers and calls that orchestrations left open when they ended: a timer not cancelled, a task not awaited.</summary>
    public IReadOnlyList<OrchestrationLeak> Leaks => [.. leaks];

    /// <summary>Where the app may keep files.</summary>
    public string DataFolder => folder;

    private Running Now => running ?? throw new InvalidOperationException("The app is stopped.");

    /// <summary>Starts an app.</summary>
    /// <param name="configure">What the app's Program does to its builder.</param>
    /// <param name="options">How the test wants it.</param>
    /// <exception cref="LocalHostException">A function cannot be hosted.</exception>
    public static async Task<LocalApp> StartAsync(Action<FunctionsApplicationBuilder> configure, LocalAppOptions options)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(options);
        LocalApp app = new(configure, options);
        try
        {
            app.running = await app.RunAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves the clock forward, stopping at every timer that becomes due until what it set off has ended.</summary>
    /// <exception cref="TimeoutException">Something is still under way after the options' patience; the message says what.</exception>
    public Task AdvanceAsync(TimeSpan by) => AdvanceToAsync(Clock.GetUtcNow() + by);

    /// <summary>Moves the clock forward to an instant, as <see cref="AdvanceAsync"/> does.</summary>
    /// <exception cref="TimeoutException">Something is still under way after the options' patience; the message says what.</exception>
    public Task AdvanceToAsync(DateTimeOffset instant) =>
        WithReasonsAsync(() => Advance.ToAsync(instant, options.Patience, CancellationToken.None));

    /// <summary>Waits, without moving the clock, until nothing can happen unless time passes or somebody calls.</summary>
    /// <exception cref="TimeoutException">Something is still under way after the options' patience; the message says what.</exception>
    public Task RunUntilIdleAsync() => WithReasonsAsync(() => Advance.SettleAsync(options.Patience, CancellationToken.None));

    /// <summary>Lets an instance go on, jumping to the next due timer whenever nothing else can happen, until it has that status.</summary>
    /// <param name="instanceId">The orchestration.</param>
    /// <param name="status">The status to wait for.</param>
    /// <param name="within">How much virtual time that may take; 400 days unless given.</param>
    /// <exception cref="TimeoutException">It did not get there; the message says how it stands.</exception>
    public async Task<OrchestrationMetadata> RunUntilAsync(
        string instanceId, OrchestrationRuntimeStatus status = OrchestrationRuntimeStatus.Completed, TimeSpan? within = null)
    {
        OrchestrationMetadata? instance = null;
        await RunUntilAsync(
            async () =>
            {
                instance = await Durable.GetInstanceAsync(instanceId, getInputsAndOutputs: true);

                // An instance that has ended otherwise will not come to this status any more.
                return instance is not null && (instance.RuntimeStatus == status || instance.IsCompleted);
            },
            within,
            () => $"Instance {instanceId} is {instance?.RuntimeStatus.ToString() ?? "unknown"}");
        return instance!.RuntimeStatus == status
            ? instance
            : throw Failure($"Instance {instanceId} ended as {instance.RuntimeStatus}, not {status}: "
                + (instance.FailureDetails?.ToString() ?? instance.SerializedOutput));
    }

    /// <summary>Jumps to the next due timer whenever nothing else can happen, until a condition holds.</summary>
    /// <param name="condition">Asked whenever nothing is under way.</param>
    /// <param name="within">How much virtual time that may take; 400 days unless given.</param>
    /// <exception cref="TimeoutException">It did not come to hold.</exception>
    public Task RunUntilAsync(Func<Task<bool>> condition, TimeSpan? within = null) =>
        RunUntilAsync(condition, within, () => "The condition does not hold");

    /// <summary>Writes down what an instance's present generation went through, to be kept as a file for the replay gate.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public async Task<RecordedHistory> RecordHistoryAsync(string instanceId) =>
        await Services.GetRequiredService<DurableHost>().Engine.RecordHistoryAsync(instanceId, CancellationToken.None)
            ?? throw new ArgumentException($"There is no orchestration '{instanceId}'.", nameof(instanceId));

    /// <summary>Leads the app's orchestrators through a recorded history; nothing of the app's state is touched.</summary>
    /// <returns>Where they first depart from it, or null.</returns>
    public ReplayDifference? Replay(RecordedHistory history) => Services.GetRequiredService<DurableHost>().Engine.Replay(history);

    /// <summary>Stops the app in good order and starts it again on the same stores, with the clock where it was.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        running = await RunAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Clock.Dispose();
        if (options.DataFolder is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ClockAdvance Advance => Services.GetRequiredService<ClockAdvance>();

    private async Task RunUntilAsync(Func<Task<bool>> condition, TimeSpan? within, Func<string> state)
    {
        DateTimeOffset latest = Clock.GetUtcNow() + (within ?? TimeSpan.FromDays(400));
        await RunUntilIdleAsync();
        while (!await condition())
        {
            bool moved = false;
            await WithReasonsAsync(async () => moved = await Advance.ToNextDueAsync(latest, options.Patience, CancellationToken.None));
            if (!moved)
            {
                throw Failure(Clock.NextDue is { } due
                    ? $"{state()} at {Clock.GetUtcNow():u}, and the next timer is due only at {due:u}"
                    : $"{state()} at {Clock.GetUtcNow():u}, and no timer is armed that could change that");
            }
        }
    }

    private async Task<Running> RunAsync()
    {
        EmbeddedHost embedded = new()
        {
            FunctionTypes = options.FunctionTypes
                ?? options.FunctionAssembly?.GetTypes()
                ?? throw new ArgumentException("Say where the functions are: FunctionAssembly or FunctionTypes."),
            Clock = Clock,
            VirtualTime = !options.RealTime,
            Journal = options.JournalInStorage ? null : journal,
            Messages = options.JournalInStorage ? null : messages,
            ServiceBusJson = options.ServiceBusJson,
            StorageConnection = options.StorageConnectionString,
            Monitor = monitor,
            Engine = EngineOptions(),
            HostJson = options.HostJson,
            Settings = options.Settings,
            Logs = Logs,
            LogLevel = options.LogLevel,
        };
        FunctionsApplicationBuilder builder = new(new LocalHostOptions
        {
            Port = 0,
            ServiceBusPort = options.ServiceBusPort,
            DataFolder = folder,
            Embedded = embedded,
        });
        configure(builder);
        IHost host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await DisposeAsync(host);
            throw;
        }

        string address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Running(host, new HttpClient { BaseAddress = new Uri(address + "/") });
    }

    private DurableEngineOptions EngineOptions()
    {
        DurableEngineOptions chosen = options.Engine ?? new DurableEngineOptions();
        return chosen with
        {
            OneAtATime = options.OneAtATime,
            OnLeak = leak =>
            {
                leaks.Enqueue(leak);
                chosen.OnLeak?.Invoke(leak);
            },
        };
    }

    private async Task StopAsync()
    {
        if (running is not { } last)
        {
            return;
        }

        running = null;
        last.Http.Dispose();
        using CancellationTokenSource bound = new(options.Patience);
        await last.Host.StopAsync(bound.Token);
        await DisposeAsync(last.Host);
    }

    private static ValueTask DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync();

    private async Task WithReasonsAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (TimeoutException late)
        {
            throw Failure(late.Message, late);
        }
    }

    // What went wrong inside is seldom what the test was waiting for, so the last complaints come along.
    private TimeoutException Failure(string message, Exception? cause = null)
    {
        CapturedLog[] complaints = [.. Logs.Complaints.TakeLast(5)];
        return new TimeoutException(
            complaints.Length == 0
                ? message
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{message}{Environment.NewLine}Last complaints in the log:{Environment.NewLine}{string.Join(Environment.NewLine, complaints.AsEnumerable())}"),
            cause);
    }

    private sealed record Running(IHost Host, HttpClient Http);
}
