using Boai.Localhost.Engine;
using DurableTask.Core.History;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Testing.Simulation;

/// <summary>One run: hosts that come and go, misfortunes for a while, and clients that see their orchestrations through.</summary>
internal sealed partial class SimulationRun
{
    private readonly SimulatedWorld world;
    private readonly SimulationPlan plan;
    private readonly ILoggerFactory logs;
    private readonly SimulatedStorage storage;
    private readonly SimulatedProcess clients;
    private readonly SimulatedProcess chaos;
    private readonly PlayActor actor;
    private readonly WorkBook book;
    private readonly List<SimulatedHost> hosts = [];
    private readonly HashSet<string> unfinished = [];
    private readonly TaskCompletionSource calm = new();
    private DateTimeOffset noCrashBefore;
    private int hostCrashes;

    public SimulationRun(SimulatedWorld world, SimulationPlan plan, ILoggerFactory logs)
    {
        this.world = world;
        this.plan = plan;
        this.logs = logs;
        storage = new(world);
        clients = new(world, "clients");
        chaos = new(world, "chaos");
        book = new(world);
        actor = new(world, (instance, name, seen) => eventsSeen[(instance, name)] = seen);
    }

    public bool IsDone { get; private set; }

    public int Crashes => hostCrashes + storage.Kills;

    private SimulatedHost? Current => hosts.LastOrDefault(host => host.IsServing);

    public void Begin()
    {
        world.Trace(plan.Options.ToString());
        StartHost();
        chaos.Post(() => Watch(Misfortunes()));
        chaos.Post(() => Watch(Supervise()));
        clients.Post(() => Watch(Drive()));
    }

    /// <summary>Says, as far as a client can, how those stand that have not ended.</summary>
    public string DescribeUnfinished()
    {
        List<string> found = [];
        Task? reading = null;
        clients.Post(() => reading = ReadUnfinished(found));
        world.RunUntil(() => reading is { IsCompleted: true }, world.Now + TimeSpan.FromMinutes(1), long.MaxValue);
        return $"hosts {string.Join(", ", hosts.Select(Describe))}\n{string.Join('\n', found)}";
    }

    private async Task ReadUnfinished(List<string> found)
    {
        foreach (string id in unfinished.Order(StringComparer.Ordinal))
        {
            OrchestrationMetadata? now = await Insist(client => client.GetInstanceAsync(id, true));
            found.Add($"  {id} {now?.RuntimeStatus.ToString() ?? "unknown"} {now?.SerializedInput}");
            if (now is not null)
            {
                IList<HistoryEvent> history = await Insist(client => client.GetOrchestrationHistoryAsync(id));
                found.AddRange(history.TakeLast(25).Select(item => $"    {item.Timestamp:HH:mm:ss.fff} {item.EventId} {item.EventType} {Details(item)}"));
            }
        }
    }

    private static string? Details(HistoryEvent item) => item switch
    {
        TaskScheduledEvent step => step.Input,
        TaskCompletedEvent answer => $"#{answer.TaskScheduledId}",
        TaskFailedEvent answer => $"#{answer.TaskScheduledId}",
        SubOrchestrationInstanceCreatedEvent step => step.InstanceId,
        TimerFiredEvent fired => $"#{fired.TimerId}",
        EventRaisedEvent raised => $"{raised.Name} {raised.Input}",
        _ => null,
    };

    private static string Describe(SimulatedHost host)
        => $"{host.Process.Name} {host.Process.Life}{(host.ReadySince is null ? " not ready" : "")} {string.Join(" + ", host.Tracker.InFlight)}";

    private SimulatedHost StartHost()
    {
        SimulatedHost host = new(
            world, storage, plan, $"host{hosts.Count + 1}", actor, book,
            () => calm.Task.IsCompleted ? FaultRates.None : world.Now < noCrashBefore ? plan.Faults with { Crash = 0 } : plan.Faults,
            Crash, logs);
        hosts.Add(host);
        host.Start();
        return host;
    }

    private void Crash(SimulatedHost host)
    {
        if (host.Process.Life != ProcessLife.Dead)
        {
            hostCrashes++;
            world.Trace($"{host.Process.Name} is killed");
            host.Kill();
        }
    }

    private Task Pause(double fromMilliseconds, double toMilliseconds) => Task.Delay(world.Between(fromMilliseconds, toMilliseconds), world.Clock);

    /// <summary>Starts a host whenever there is none, as whoever runs it would.</summary>
    private async Task Supervise()
    {
        while (!IsDone)
        {
            foreach (SimulatedHost host in hosts.Where(host => host.Process.Life == ProcessLife.Running).ToList())
            {
                Judge(host);
            }

            if (!hosts.Exists(host => host.Process.Life != ProcessLife.Dead) && storage.IsUp)
            {
                StartHost();
            }

            await Pause(100, plan.Options.LeaseLength.TotalMilliseconds / 15);
        }
    }

    /// <summary>A host ends of itself only if another has taken over, or if it says that a start can mend what the storage lost.</summary>
    private void Judge(SimulatedHost host)
    {
        Exception? why = host.Refused ?? host.Engine.Completion.Exception?.InnerException;
        if (why is null)
        {
            return;
        }

        bool isAllowed = why is HubOwnershipLostException ? hosts.Count > 1 : plan.LosesStorage && why is InvalidOperationException;
        if (!isAllowed)
        {
            world.Violate($"{host.Process.Name} ended: {why}");
        }

        host.Kill();
    }

    private void Watch(Task task) => task.ContinueWith(
        failed => world.Violate("The simulation itself failed: " + failed.Exception!.InnerException),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
