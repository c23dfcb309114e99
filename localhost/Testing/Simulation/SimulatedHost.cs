using System.Text.Json;
using Boai.Localhost.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Testing.Simulation;

/// <summary>A host process with its engine.</summary>
internal sealed class SimulatedHost
{
    private readonly SimulatedWorld world;
    private readonly WorkBook book;
    private readonly TaskCompletionSource died = new();

    public SimulatedHost(
        SimulatedWorld world, SimulatedStorage storage, SimulationPlan plan, string name, PlayActor actor, WorkBook book,
        Func<FaultRates> rates, Action<SimulatedHost> crash, ILoggerFactory logs)
    {
        this.world = world;
        this.book = book;
        Process = new(world, name);
        DurableTaskHandlers handlers = new();
        handlers.AddOrchestrator(PlayActor.Name, actor.Run);
        handlers.AddOrchestrator(PlayActor.EchoName, PlayActor.Echo);
        handlers.AddOrchestrator("Endless", async context => await context.WaitForExternalEvent<string>("never"));
        handlers.AddEntity(PlayActor.EntityName, PlayActor.Sum);
        handlers.AddActivity(PlayActor.WorkName, Work);
        Engine = new(
            plan.Options with { InfrastructureTime = world.Clock, Scheduler = Process.Post },
            new SimulatedConnection(world, storage, Process, rates, () => crash(this)),
            handlers, JsonDataConverter.Default, world.Clock, Tracker, logs);
    }

    public SimulatedProcess Process { get; }

    public DurableEngine Engine { get; }

    public WorkTracker Tracker { get; } = new();

    /// <summary>When its start succeeded.</summary>
    public DateTimeOffset? ReadySince { get; private set; }

    /// <summary>Why its start failed.</summary>
    public Exception? Refused { get; private set; }

    /// <summary>Ends when it is killed: whoever was connected to it notices.</summary>
    public Task Died => died.Task;

    public bool IsServing => ReadySince is not null && Process.Life == ProcessLife.Running && !Engine.Completion.IsCompleted;

    public void Start() => Process.Post(() => _ = StartEngine());

    /// <summary>Ends in good order.</summary>
    public void Stop() => Process.Post(() => _ = StopEngine());

    public void Kill()
    {
        Process.Die();
        Engine.Kill();
        died.TrySetResult();
    }

    private async Task StartEngine()
    {
        world.Trace($"{Process.Name} starts");
        try
        {
            await Engine.StartAsync(CancellationToken.None);
            ReadySince = world.Now;
            book.Owner = this;
            world.Trace($"{Process.Name} is ready");
        }
#pragma warning disable CA1031 // whatever refuses the start is looked at by the simulation
        catch (Exception refused)
        {
            Refused = refused;
            world.Trace($"{Process.Name} refused: {refused.GetType().Name}");
        }
#pragma warning restore CA1031
    }

    private async Task StopEngine()
    {
        await Engine.StopAsync(CancellationToken.None);
        world.Trace($"{Process.Name} has ended");
        world.PostFirst(Kill);
    }

    private async Task<string?> Work(ActivityInvocation call, CancellationToken cancellation)
    {
        WorkOrder order = JsonSerializer.Deserialize<WorkOrder>(call.SerializedInput!)!;
        world.Trace($"{Process.Name} works {call.InstanceId} #{call.TaskId} key {order.Key}");
        book.Begin(this, call);
        if (world.Chance(0.6))
        {
            await Task.Delay(world.Between(1, world.Chance(0.1) ? 5000 : 50), world.Clock, cancellation);
        }

        bool fails = order.Failures >= PlayModel.Attempts || book.AttemptOf(call, order.Key) <= order.Failures;
        return fails ? throw new PlayedFailureException() : JsonSerializer.Serialize(PlayModel.ValueOf(order.Key));
    }
}

/// <summary>What the world outside sees of the activities.</summary>
internal sealed class WorkBook(SimulatedWorld world)
{
    private readonly Dictionary<(string Instance, int Key), SortedSet<int>> attempts = [];

    /// <summary>The host that owns the hub, as far as anybody outside can tell.</summary>
    public SimulatedHost? Owner { get; set; }

    public int Begun { get; private set; }

    public void Begin(SimulatedHost host, ActivityInvocation call)
    {
        Begun++;
        if (host != Owner && Owner?.ReadySince is not null && host.ReadySince is not null)
        {
            world.Violate($"{host.Process.Name} began work for {call.InstanceId} after {Owner.Process.Name} had taken over");
        }
    }

    /// <returns>1 for the first attempt; a repetition of an attempt has its number.</returns>
    public int AttemptOf(ActivityInvocation call, int key)
    {
        if (!attempts.TryGetValue((call.InstanceId, key), out SortedSet<int>? ids))
        {
            attempts[(call.InstanceId, key)] = ids = [];
        }

        ids.Add(call.TaskId);
        return ids.TakeWhile(id => id < call.TaskId).Count() + 1;
    }
}
