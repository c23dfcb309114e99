namespace Boai.Localhost.Engine.Journal;

/// <summary>Lets one caller in at a time, in the order of their coming.</summary>
/// <remarks>
/// Unlike the platform's semaphore it leaves nobody on the thread pool: who waits goes on where it came from, which a simulation needs.
/// </remarks>
internal sealed class Turnstile
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> waiting = new();
    private bool isTaken;

    /// <summary>Waits for its turn; the turn ends when the result is disposed.</summary>
    public async Task<IDisposable> Enter(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!isTaken)
            {
                isTaken = true;
                return new Turn(this);
            }

            waiting.AddLast(turn);
        }

        using (cancellation.UnsafeRegister(_ => GiveUp(turn, cancellation), null))
        {
            await turn.Task;
        }

        return new Turn(this);
    }

    private void GiveUp(TaskCompletionSource turn, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!waiting.Remove(turn))
            {
                return;
            }
        }

        turn.SetCanceled(cancellation);
    }

    private void Leave()
    {
        TaskCompletionSource? next;
        lock (gate)
        {
            next = waiting.First?.Value;
            if (next is null)
            {
                isTaken = false;
                return;
            }

            waiting.RemoveFirst();
        }

        next.SetResult();
    }

    private sealed class Turn(Turnstile turnstile) : IDisposable
    {
        private bool isOver;

        public void Dispose()
        {
            if (!isOver)
            {
                isOver = true;
                turnstile.Leave();
            }
        }
    }
}
