using System.Globalization;
using Boai.Localhost.Engine.Model;
using Boai.Localhost.Engine.Running;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Core;

/// <summary>Reports what orchestrations leave open at their end: a timer that lost a race and was not cancelled, a call not awaited.</summary>
internal sealed partial class EngineCore
{
    private void ReportLeaks(Instance instance, StepResult result)
    {
        bool endsWell = result.Completion is { Kind: ItemKind.ContinuedAsNew } or { Code: (int)OrchestrationRuntimeStatus.Completed };
        if (!endsWell || (instance.Pending is not { Count: > 0 } && result.Actions.Count == 0))
        {
            return;
        }

        SortedDictionary<int, Item> open = PendingSteps.ItemsOf(instance);
        foreach (Item action in result.Actions)
        {
            if (action.Kind == ItemKind.TimerCancelled)
            {
                open.Remove(action.Id);
            }
            else if (PendingSteps.IsAnswered(action.Kind))
            {
                open[action.Id] = action;
            }
        }

        foreach (Item step in open.Values)
        {
            OrchestrationLeak leak = new(instance.Name, instance.Id, step.Id, Describe(step));
            log.LogInformation("{Leak}", leak);
            options.OnLeak?.Invoke(leak);
        }
    }

    private static string Describe(Item step) => step.Kind switch
    {
        ItemKind.TimerCreated => string.Create(CultureInfo.InvariantCulture, $"timer #{step.Id}, due {step.At:u}; cancel it when it is no longer needed"),
        ItemKind.TaskScheduled => $"call #{step.Id} of activity '{step.Name}', which nobody awaits",
        ItemKind.SubOrchestrationScheduled => $"call #{step.Id} of sub-orchestration '{step.Name}' ('{step.Target}'), which nobody awaits",
        ItemKind.EntityCalled => $"call #{step.Id} of '{step.Name}' of entity '{step.Target}', which nobody awaits",
        _ => $"request #{step.Id} for a lock, which nobody awaits",
    };
}
