using System.Collections.Concurrent;

namespace Boai.Tests.Support;

/// <summary>Runs an orchestrator's code in turns on the test's own thread: whatever its awaits post is run before the turn ends.</summary>
internal sealed class TurnPump : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> posted = new();
    private int thread;

    /// <summary>Whether the calling code runs within a turn.</summary>
    public bool IsInTurn => thread == Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state) => posted.Enqueue((d, state));

    public void Turn(Action begin)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        thread = Environment.CurrentManagedThreadId;
        try
        {
            begin();
            while (posted.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            thread = 0;
            SetSynchronizationContext(before);
        }
    }
}
