using Boai.Localhost.Engine.Model;
using DurableTask.Core.Exceptions;

namespace Boai.Localhost.Engine.Running;

/// <summary>Compares the steps that code takes in a replay with the recorded ones; steps beyond the record are new.</summary>
internal sealed class ReplayCheck
{
    private readonly Queue<Item> expected = new();
    private readonly Queue<Item> ahead = new();
    private List<Item> fresh = [];
    private NonDeterministicOrchestrationException? departure;

    /// <summary>The first difference, once there is one: its step, what history has and what the code does.</summary>
    public (int Step, string Expected, string Found)? Difference { get; private set; }

    /// <summary>Adds a recorded step.</summary>
    public void Expect(Item recorded)
    {
        // An opened step may have taken steps that are recorded only with the following one.
        if (ahead.TryDequeue(out Item? taken))
        {
            Compare(recorded, taken);
        }
        else
        {
            expected.Enqueue(recorded);
        }
    }

    /// <summary>Notes a step that the code takes.</summary>
    public void Take(Item taken)
    {
        if (expected.TryDequeue(out Item? recorded))
        {
            Compare(recorded, taken);
        }
        else
        {
            ahead.Enqueue(taken);
        }
    }

    /// <param name="open">Whether the code may take more steps here than are recorded.</param>
    public void EndTurn(bool open)
    {
        // The code may have caught it; what counts is that it happened.
        if (departure is not null)
        {
            throw departure;
        }

        if (expected.TryPeek(out Item? missing))
        {
            throw Departed(missing.Id, $"step {Describe(missing)}", "the code took no further step here");
        }

        if (!open && ahead.TryPeek(out Item? extra))
        {
            throw Departed(extra.Id, "no further step here", $"the code took step {Describe(extra)}");
        }
    }

    /// <summary>The steps that are not yet recorded.</summary>
    public IReadOnlyList<Item> TakeNew()
    {
        fresh = [.. ahead];
        ahead.Clear();
        return fresh;
    }

    private void Compare(Item recorded, Item taken)
    {
        bool same = recorded.Kind == taken.Kind
            && recorded.Id == taken.Id
            && string.Equals(recorded.Name, taken.Name, StringComparison.OrdinalIgnoreCase)
            && (recorded.Kind == ItemKind.TimerCreated || string.Equals(recorded.Target, taken.Target, StringComparison.Ordinal));
        if (!same)
        {
            departure ??= Departed(recorded.Id, $"step {Describe(recorded)}", $"the code took step {Describe(taken)}");
            throw departure;
        }
    }

    private NonDeterministicOrchestrationException Departed(int step, string expected, string found)
    {
        Difference ??= (step, expected, found);
        return new(step, $"history expects {expected}, but {found}. {Advice}");
    }

    private const string Advice
        = "The code has changed since these steps were taken, or it depends on something that its context does not give. "
        + "Nothing of the history is lost: correct the code and rewind the instance.";

    private static string Describe(Item item) => item.Kind switch
    {
        ItemKind.TaskScheduled => $"#{item.Id} call activity '{item.Name}'",
        ItemKind.SubOrchestrationScheduled => $"#{item.Id} call sub-orchestration '{item.Name}' (instance '{item.Target}')",
        ItemKind.TimerCreated => $"#{item.Id} create timer",
        ItemKind.TimerCancelled => $"cancel timer #{item.Id}",
        ItemKind.EventSent => $"#{item.Id} send event '{item.Name}' to '{item.Target}'",
        ItemKind.EntityCalled => $"#{item.Id} call entity '{item.Target}' operation '{item.Name}'",
        ItemKind.EntitySignaled => $"#{item.Id} signal entity '{item.Target}' operation '{item.Name}'",
        ItemKind.LockRequested => $"#{item.Id} lock entities",
        ItemKind.LockReleased => $"#{item.Id} release locks",
        _ => item.ToString(),
    };
}
