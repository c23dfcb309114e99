using Microsoft.DurableTask.Client;

namespace Boai.Localhost.Engine.Model;

internal sealed partial class EngineState
{
    /// <summary>
    /// Takes a failed instance back to before its failure: the failed calls that led to it are forgotten and made again, and its last
    /// step is opened, so that corrected code may go on differently from there.
    /// </summary>
    /// <remarks>
    /// A failure that the orchestrator handled (by a retry, or by catching it and doing something else) stays: the step in which it
    /// arrived has actions. Failures that arrived in steps without any action, and those of the last step, are the ones to repeat.
    /// </remarks>
    private void Rewind(Instance instance, Item order, DateTimeOffset at)
    {
        List<Item> kept = [];
        HashSet<int> failed = [];
        List<List<Item>> turns = Turns(instance.History.Items());
        foreach (List<Item> turn in turns)
        {
            bool isLast = turn == turns[^1];
            bool acted = turn.Exists(item => item.Kind is >= ItemKind.TaskScheduled and < ItemKind.TaskCompleted);
            foreach (Item item in turn)
            {
                if (item.Kind is ItemKind.TaskFailed or ItemKind.SubOrchestrationFailed && (isLast || !acted))
                {
                    failed.Add(item.Id);
                }
                else if (item.Kind == ItemKind.TurnStarted && isLast)
                {
                    kept.Add(new() { Kind = ItemKind.TurnStarted, At = item.At, Code = 1 });
                }
                else if (item.Kind != ItemKind.ExecutionCompleted)
                {
                    kept.Add(item);
                }
            }
        }

        kept.Add(order);
        instance.History.Replace(kept);
        instance.Status = OrchestrationRuntimeStatus.Running;
        instance.Output = null;
        instance.Failure = null;
        instance.LastUpdatedAt = at;
        instance.Put(order);
        Listener.Changed(instance);

        SortedDictionary<int, Item> pending = PendingSteps.ItemsOf(instance);
        instance.Pending = null;
        foreach (Item step in pending.Values)
        {
            AskAgain(instance, step, at);
        }

        Listener.Ready(instance);
    }

    private void AskAgain(Instance instance, Item step, DateTimeOffset at)
    {
        if (step.Kind != ItemKind.SubOrchestrationScheduled || !byId.TryGetValue(step.Target!, out Instance? sub))
        {
            Act(instance, step, at);
            return;
        }

        Await(instance, step);
        switch (sub.Status)
        {
            case OrchestrationRuntimeStatus.Failed:
                Rewind(sub, new() { Kind = ItemKind.Rewound, Data = "The calling orchestration was rewound." }, at);
                break;
            case OrchestrationRuntimeStatus.Completed when sub.Parent is { } caller:
                Deliver(instance, AnswerTo(caller, sub), at);
                break;
            case OrchestrationRuntimeStatus.Terminated:
                Start(step.Target!, step, new(instance.Id, instance.Name, instance.Generation, step.Id), at, instance.Trace);
                break;
        }
    }

    private static List<List<Item>> Turns(List<Item> items)
    {
        List<List<Item>> turns = [[]];
        foreach (Item item in items)
        {
            if (item.Kind == ItemKind.TurnStarted)
            {
                turns.Add([]);
            }

            turns[^1].Add(item);
        }

        return turns;
    }
}
