using Boai.Localhost.Engine.Model;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Core;

/// <summary>Runs activities, once they are durably scheduled, and brings their results in. They run at least once.</summary>
internal sealed partial class EngineCore
{
    private static readonly Dictionary<string, string> NoTags = [];

    private readonly Queue<Activity> waitingActivities = new();
    private readonly HashSet<Activity> runningActivities = [];
    private TaskCompletionSource? noActivities;

    public void ActivityScheduled(Instance instance, Item item)
    {
        if (isRecovering)
        {
            return;
        }

        IDisposable counted = work.Begin($"activity {item.Name} of {instance.Id}");
        Activity activity = new(instance, instance.Generation, item, counted);
        AfterDurable(() =>
        {
            waitingActivities.Enqueue(activity);
            StartActivities();
        });
    }

    private void StartActivities()
    {
        if (waitingActivities.Count > 0 && !ownership.IsLeaseRunning)
        {
            // We may have been asleep, and another host may own the work by now: no effect before that is clear.
            RenewNow();
            return;
        }

        while (MayRunActivity && waitingActivities.TryDequeue(out Activity? activity))
        {
            if (!IsStillWanted(activity))
            {
                activity.Counted.Dispose();
                continue;
            }

            runningActivities.Add(activity);
            schedule(() => _ = Do(activity));
        }
    }

    // One at a time, what is ready at once goes before what the outside world has to do with.
    private bool MayRunActivity => !isDraining && runningActivities.Count < options.MaxConcurrentActivities
        && !(options.OneAtATime && runningActivities.Count + steppingCount + entitySteps + readyInstances.Count + readyEntities.Count > 0);

    private bool IsStillWanted(Activity activity)
        => state.Find(activity.Instance.Ordinal) == activity.Instance
            && !activity.Instance.IsFinished
            && activity.Instance.Generation == activity.Generation
            && activity.Instance.Pending?.ContainsKey(activity.Item.Id) == true;

    private async Task Do(Activity activity)
    {
        if (!ownership.IsLeaseRunning)
        {
            // Asleep between the decision to begin and the beginning: it waits for the lease like the others.
            Post(() =>
            {
                runningActivities.Remove(activity);
                waitingActivities.Enqueue(activity);
                StartActivities();
                TellIfNoneRuns();
            });
            return;
        }

        Item? answer;
        try
        {
            answer = await Run(activity);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || isDraining)
        {
            // Cut off by the stop: it runs again at the next start.
            answer = null;
        }
#pragma warning disable CA1031 // whatever the activity throws is its failure
        catch (Exception thrown)
        {
            answer = Failed(activity, new(WithProperties(thrown)));
        }
#pragma warning restore CA1031

        Post(() =>
        {
            runningActivities.Remove(activity);
            if (answer is not null && IsStillWanted(activity))
            {
                Record(new Op.Deliver { Ordinal = activity.Instance.Ordinal, Item = answer, At = Now });
            }

            StartActivities();
            TellIfNoneRuns();
        });
        activity.Counted.Dispose();
    }

    private void TellIfNoneRuns()
    {
        if (runningActivities.Count == 0)
        {
            noActivities?.TrySetResult();
        }
    }

    private async Task<Item> Run(Activity activity)
    {
        Item item = activity.Item;
        if (environment.Handlers.Activity(item.Name!) is not { } code)
        {
            return Failed(activity, new(new("ActivityTaskNotFound", $"No activity task named '{item.Name}' was found.", null, null, null), NonRetriable: true));
        }

        (string? traceParent, string? traceState) = EngineTracing.Unpacked(activity.Instance.Trace);
        ActivityInvocation invocation = new(item.Name!, activity.Instance.Id, item.Id, item.Data, item.Tags ?? NoTags)
        {
            Version = item.Version ?? string.Empty,
            TraceParent = traceParent,
            TraceState = traceState,
        };
        string? result = await code(invocation, drain.Token);
        return new() { Kind = ItemKind.TaskCompleted, Id = item.Id, Generation = activity.Generation, Data = result };
    }

    private TaskFailureDetails WithProperties(Exception thrown)
    {
        TaskFailureDetails details = TaskFailureDetails.FromException(thrown);
        try
        {
            return environment.ExceptionProperties?.GetExceptionProperties(thrown) is { } properties
                ? details with { Properties = properties }
                : details;
        }
#pragma warning disable CA1031 // a provider that throws must not hide the failure it describes
        catch (Exception fault)
        {
            log.LogWarning(fault, "The exception properties provider failed on {Type}.", thrown.GetType());
            return details;
        }
#pragma warning restore CA1031
    }

    private static Item Failed(Activity activity, Failure failure)
        => new() { Kind = ItemKind.TaskFailed, Id = activity.Item.Id, Generation = activity.Generation, Failure = failure };

    private void DropActivities()
    {
        foreach (Activity activity in waitingActivities)
        {
            activity.Counted.Dispose();
        }

        waitingActivities.Clear();
    }

    private sealed record Activity(Instance Instance, long Generation, Item Item, IDisposable Counted);
}
