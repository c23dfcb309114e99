using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Running;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Core;

/// <summary>Lets orchestrators and entities take their steps, each one at a time.</summary>
internal sealed partial class EngineCore
{
    private readonly Queue<Instance> readyInstances = new();
    private readonly Queue<Entity> readyEntities = new();
    private readonly LinkedList<Instance> live = new();
    private readonly HashSet<Instance> broken = [];
    private int steppingCount;
    private int entitySteps;

    public void Ready(Instance instance)
    {
        if (!isRecovering && !instance.IsQueued && !instance.IsStepping)
        {
            instance.IsQueued = true;
            readyInstances.Enqueue(instance);
        }
    }

    public void Ready(Entity entity)
    {
        if (!isRecovering && !entity.IsQueued && !entity.IsStepping && entity.Inbox.Count > 0)
        {
            entity.IsQueued = true;
            readyEntities.Enqueue(entity);
        }
    }

    private void StartSteps()
    {
        while (MayStep(steppingCount < options.MaxConcurrentOrchestrators) && readyInstances.TryDequeue(out Instance? instance))
        {
            instance.IsQueued = false;
            bool isCurrent = state.Find(instance.Ordinal) == instance;
            bool isBroken = broken.Contains(instance);
            if (isCurrent && !instance.IsStepping && (instance.HasWork || (isBroken && !instance.IsFinished))
                && (instance.Started || instance.StartAt <= Now))
            {
                StartStep(instance);
            }
        }

        while (MayStep(entitySteps < options.MaxConcurrentEntities) && readyEntities.TryDequeue(out Entity? entity))
        {
            entity.IsQueued = false;
            if (state.FindEntity(entity.Id) == entity && !entity.IsStepping)
            {
                StartStep(entity);
            }
        }
    }

    private bool MayStep(bool isRoom)
        => isRoom && !isDraining && !(options.OneAtATime && steppingCount + entitySteps + runningActivities.Count > 0);

    private void StartStep(Instance instance)
    {
        instance.IsStepping = true;
        steppingCount++;

        DateTimeOffset at = Now > instance.LastUpdatedAt ? Now : instance.LastUpdatedAt;
        Item[] incoming = instance.Inbox is null ? [] : [.. instance.Inbox];
        long generation = instance.Generation;
        OrchestratorRun? run = instance.Run;
        bool replays = run is null && instance.Started;
        if (run is null)
        {
            OrchestratorRun? made = null;
            made = run = new(OrchestrationFacts.Of(instance), environment, instance.CustomStatus, () => Post(() => EnteredFromOutside(instance, made!)));
            instance.Run = run;
        }

        ReadOnlyMemory<byte>? history = replays ? instance.History.Snapshot() : null;
        schedule(() =>
        {
            StepResult result = Take(run, history, at, incoming);
            Post(() => StepTaken(instance, generation, at, incoming.Length, result));
        });
    }

    private static StepResult Take(OrchestratorRun run, ReadOnlyMemory<byte>? history, DateTimeOffset at, Item[] incoming)
    {
        try
        {
            return run.Step(history is { } packed ? HistoryBuffer.Items(packed.Span) : null, at, incoming);
        }
#pragma warning disable CA1031 // an orchestration fails for itself alone
        catch (Exception fault)
        {
            return new()
            {
                Consumed = false,
                Completion = new()
                {
                    Kind = ItemKind.ExecutionCompleted,
                    At = at,
                    Code = (int)OrchestrationRuntimeStatus.Failed,
                    Failure = new(TaskFailureDetails.FromException(fault)),
                },
            };
        }
#pragma warning restore CA1031
    }

    private void StepTaken(Instance instance, long generation, DateTimeOffset at, int incoming, StepResult result)
    {
        steppingCount--;
        instance.IsStepping = false;
        broken.Remove(instance);
        if (state.Find(instance.Ordinal) != instance || instance.IsFinished || instance.Generation != generation)
        {
            // Terminated, replaced or purged meanwhile: what the step wanted does not count.
            LetGo(instance);
            return;
        }

        ReportLeaks(instance, result);
        Record(new Op.Step
        {
            Ordinal = instance.Ordinal,
            At = at,
            Consumed = result.Consumed ? incoming : 0,
            Actions = result.Actions,
            StatusChanged = result.StatusChanged,
            CustomStatus = result.CustomStatus,
            Completion = result.Completion,
            Carried = result.Carried,
        });

        if (result.Completion is not null || options.ReplayEveryStep)
        {
            LetGo(instance);
        }
        else
        {
            instance.LiveNode ??= new(instance);
            if (instance.LiveNode.List is not null)
            {
                live.Remove(instance.LiveNode);
            }

            live.AddFirst(instance.LiveNode);
        }

        Ready(instance);
    }

    private void LetGo(Instance instance)
    {
        instance.Run = null;
        if (instance.LiveNode?.List is not null)
        {
            live.Remove(instance.LiveNode);
        }

        instance.LiveNode = null;
    }

    private void TrimLiveOrchestrators()
    {
        while (live.Count > options.MaxLiveOrchestrators && live.Last is { } oldest)
        {
            live.RemoveLast();
            if (!oldest.Value.IsStepping)
            {
                oldest.Value.History.Trim();
                oldest.Value.Run = null;
                oldest.Value.LiveNode = null;
            }
        }
    }

    /// <summary>The code came back from something it should not have awaited: its next step says so.</summary>
    private void EnteredFromOutside(Instance instance, OrchestratorRun run)
    {
        if (instance.Run == run && !instance.IsFinished)
        {
            broken.Add(instance);
            Ready(instance);
        }
    }

    private void StartStep(Entity entity)
    {
        Item[] messages = [.. entity.Next().Take(100).ToList().Select(at => entity.Inbox[at])];
        if (messages.Length == 0)
        {
            return;
        }

        if (!Array.Exists(messages, message => message.Kind is ItemKind.OperationCalled or ItemKind.OperationSignaled))
        {
            // Locks need no code.
            Record(new Op.EntityStep { EntityId = entity.Id, At = Now, Consumed = messages.Length, State = entity.State });
            return;
        }

        entity.IsStepping = true;
        entitySteps++;
        EntityRun run = new(entity.Id, entity.State, environment);
        schedule(() => _ = Do(entity, run, messages));
    }

    private async Task Do(Entity entity, EntityRun run, Item[] messages)
    {
        (string? after, IReadOnlyList<Item> results, IReadOnlyList<Item> sent) = await run.Run(messages);
        Post(() =>
        {
            entitySteps--;
            entity.IsStepping = false;
            if (state.FindEntity(entity.Id) == entity)
            {
                Record(new Op.EntityStep
                {
                    EntityId = entity.Id,
                    At = Now,
                    Consumed = messages.Length,
                    State = after,
                    Results = results,
                    Sent = sent,
                });
                Ready(entity);
            }
        });
    }
}
