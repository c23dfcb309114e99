using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Tests.Localhost.Durable;

/// <summary>
/// A behaviour that users of durable tasks rely on, proved twice: with orchestrators kept in memory between steps, and with every
/// step replaying all before it.
/// </summary>
public abstract class Behaviour(bool replayed)
{
    /// <summary>Whether every step replays all before it.</summary>
    protected bool Replayed => replayed;

    private protected Task<TaskHub> Given(Action<DurableTaskRegistry> tasks, string defaultVersion = "") =>
        TaskHub.StartAsync(tasks, replayed, defaultVersion);
}

internal static class TaskHubSteps
{
    /// <summary>Starts an orchestration and lets everything happen that needs no time.</summary>
    public static async Task<string> Start(
        this TaskHub hub, string orchestrator, object? input = null, string? id = null, StartOrchestrationOptions? options = null)
    {
        StartOrchestrationOptions chosen = options ?? new StartOrchestrationOptions();
        string started = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            orchestrator, input, id is null ? chosen : chosen with { InstanceId = id });
        await hub.SettleAsync();
        return started;
    }

    public static async Task Raise(this TaskHub hub, string id, string name, object? payload = null)
    {
        await hub.Client.RaiseEventAsync(id, name, payload);
        await hub.SettleAsync();
    }

    /// <summary>The instance with its data; there must be one.</summary>
    public static async Task<OrchestrationMetadata> Get(this TaskHub hub, string id) =>
        Assert.IsType<OrchestrationMetadata>(await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true));

    public static async Task<OrchestrationRuntimeStatus> StatusOf(this TaskHub hub, string id) => (await hub.Get(id)).RuntimeStatus;

    /// <summary>Lets time pass until the instance has ended.</summary>
    public static async Task<OrchestrationMetadata> End(this TaskHub hub, string id)
    {
        await hub.SettleAsync();
        OrchestrationMetadata instance = await hub.Get(id);
        while (!instance.IsCompleted)
        {
            Assert.True(await hub.AdvanceToNextDueAsync(), $"Nothing can happen any more, and the instance is {instance}.");
            instance = await hub.Get(id);
        }

        return instance;
    }

    /// <summary>Lets time pass until the instance has completed.</summary>
    public static async Task<T?> ResultOf<T>(this TaskHub hub, string id)
    {
        OrchestrationMetadata ended = await hub.End(id);
        Assert.Null(ended.FailureDetails);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        return ended.ReadOutputAs<T>();
    }

    /// <summary>The ids of all instances, in their alphabetical order.</summary>
    public static async Task<IReadOnlyList<string>> All(this TaskHub hub, OrchestrationQuery? query = null)
    {
        List<string> ids = [];
        await foreach (OrchestrationMetadata instance in hub.Client.GetAllInstancesAsync(query))
        {
            ids.Add(instance.InstanceId);
        }

        return [.. ids.Order(StringComparer.Ordinal)];
    }

    public static async Task<T?> Run<T>(this TaskHub hub, string orchestrator, object? input = null) =>
        await hub.ResultOf<T>(await hub.Start(orchestrator, input));

    /// <summary>Runs an orchestration that is to fail.</summary>
    public static async Task<TaskFailureDetails> FailureOf(this TaskHub hub, string orchestrator, object? input = null)
    {
        OrchestrationMetadata ended = await hub.End(await hub.Start(orchestrator, input));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        return Assert.IsType<TaskFailureDetails>(ended.FailureDetails);
    }
}
