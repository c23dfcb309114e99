using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Core;

/// <summary>Callers who wait for an instance to start or to end; told in process, so nobody polls.</summary>
internal sealed partial class EngineCore
{
    private readonly Dictionary<string, List<Waiter>> waiters = new(StringComparer.Ordinal);

    /// <summary>Waits until a condition holds for an instance. Called on the engine's thread of execution.</summary>
    /// <returns>What the instance is then, as <paramref name="read"/> reads it.</returns>
    public Task<T> WaitFor<T>(string id, Func<Instance, bool> condition, Func<Instance, T> read, CancellationToken cancellation)
    {
        TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiter waiter = new(
            condition,
            instance =>
            {
                T found = read(instance);
                AfterDurable(() => source.TrySetResult(found));
            },
            source.TrySetException);
        if (!waiters.TryGetValue(id, out List<Waiter>? list))
        {
            waiters[id] = list = [];
        }

        list.Add(waiter);
        if (cancellation.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellation.Register(() =>
            {
                source.TrySetCanceled(cancellation);
                Post(() => Remove(id, waiter));
            });
            _ = source.Task.ContinueWith(_ => registration.Dispose(), TaskScheduler.Default);
        }

        return source.Task;
    }

    public void Changed(Instance instance)
    {
        instance.LastRecord = lastRecord;
        if (!instance.IsDirty)
        {
            instance.IsDirty = true;
            dirtyInstances.Add(instance);
        }

        if (!isRecovering && waiters.Count > 0 && waiters.TryGetValue(instance.Id, out List<Waiter>? list))
        {
            // Looked at once the record is applied whole.
            touched.Add((instance, list));
            if (touched.Count == 1)
            {
                Post(TellWaiters);
            }
        }
    }

    public void Changed(Entity entity)
    {
        entity.LastRecord = lastRecord;
        if (!entity.IsDirty)
        {
            entity.IsDirty = true;
            dirtyEntities.Add(entity);
        }
    }

    public void Ended(Instance instance, OrchestrationRuntimeStatus status, DateTimeOffset at)
    {
        if (!isRecovering && instance.Trace is { } trace && EngineTracing.IsHeard)
        {
            (string name, string id, string? failure) = (instance.Name, instance.Id, instance.Failure?.Details.ErrorType);
            DateTimeOffset began = instance.History.FirstStep() ?? instance.CreatedAt;
            AfterDurable(() => EngineTracing.Ended(trace, name, id, status.ToString(), failure, began, at));
        }
    }

    public void Removed(Instance instance)
    {
        removedOrdinals.Add(instance.Ordinal);
        LetGo(instance);
    }

    public void Removed(Entity entity) => removedEntities.Add(entity.Id);

    internal static bool HasStarted(Instance instance)
        => instance.Status is not OrchestrationRuntimeStatus.Pending;

    private readonly List<(Instance Instance, List<Waiter> Waiters)> touched = [];

    private void TellWaiters()
    {
        foreach ((Instance instance, List<Waiter> list) in touched)
        {
            foreach (Waiter waiter in list.Where(waiter => waiter.Condition(instance)).ToList())
            {
                Remove(instance.Id, waiter);
                waiter.Tell(instance);
            }
        }

        touched.Clear();
    }

    private void Remove(string id, Waiter waiter)
    {
        if (waiters.TryGetValue(id, out List<Waiter>? list) && list.Remove(waiter) && list.Count == 0)
        {
            waiters.Remove(id);
        }
    }

    private void FailWaiters(Exception reason)
    {
        foreach (Waiter waiter in waiters.Values.SelectMany(list => list).ToList())
        {
            waiter.Fail(reason);
        }

        waiters.Clear();
    }

    private sealed record Waiter(Func<Instance, bool> Condition, Action<Instance> Tell, Func<Exception, bool> Fail);
}
