namespace Boai.Localhost.Engine.Model;

/// <summary>Finds in a history the steps that still await an answer.</summary>
internal static class PendingSteps
{
    public static Dictionary<int, ItemKind>? Of(Instance instance)
        => ItemsOf(instance) is { Count: > 0 } items ? items.ToDictionary(item => item.Key, item => item.Value.Kind) : null;

    /// <summary>Whether a step of that kind is answered sooner or later.</summary>
    public static bool IsAnswered(ItemKind kind) => kind
        is ItemKind.TaskScheduled or ItemKind.SubOrchestrationScheduled or ItemKind.TimerCreated or ItemKind.EntityCalled or ItemKind.LockRequested;

    /// <summary>The unanswered steps with all they say, in their order.</summary>
    public static SortedDictionary<int, Item> ItemsOf(Instance instance)
    {
        SortedDictionary<int, Item> pending = [];
        foreach (Item item in instance.History.Items().Concat(instance.Inbox ?? Enumerable.Empty<Item>()))
        {
            switch (item.Kind)
            {
                case var kind when IsAnswered(kind):
                    pending[item.Id] = item;
                    break;
                case ItemKind.TaskCompleted or ItemKind.TaskFailed or ItemKind.SubOrchestrationCompleted or ItemKind.SubOrchestrationFailed
                    or ItemKind.TimerFired or ItemKind.TimerCancelled or ItemKind.EntityAnswered or ItemKind.LockGranted:
                    pending.Remove(item.Id);
                    break;
            }
        }

        return pending;
    }
}
