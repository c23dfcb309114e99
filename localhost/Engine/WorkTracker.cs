namespace Boai.Localhost.Engine;

/// <summary>
/// Counts work that can go on without the clock moving: engine steps, activities, commits, HTTP invocations, queue messages.
/// When nothing is counted, only time or the outside world can make anything happen, so a test may move the clock.
/// </summary>
public sealed class WorkTracker
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, string> inFlight = [];
    private TaskCompletionSource? whenIdle;
    private long last;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return inFlight.Count == 0;
            }
        }
    }

    /// <summary>What is under way now, oldest first.</summary>
    public IReadOnlyList<string> InFlight
    {
        get
        {
            lock (gate)
            {
                return [.. inFlight.OrderBy(work => work.Key).Select(work => work.Value)];
            }
        }
    }

    /// <summary>Counts a piece of work until the result is disposed. Work that hands over to other work begins that one first.</summary>
    /// <param name="what">What a person reads when the work never ends.</param>
    public IDisposable Begin(string what)
    {
        lock (gate)
        {
            inFlight.Add(++last, what);
            return new Work(this, last);
        }
    }

    /// <summary>Completes at a moment when nothing is under way.</summary>
    public Task WhenIdleAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (inFlight.Count == 0)
            {
                return Task.CompletedTask;
            }

            whenIdle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return whenIdle.Task.WaitAsync(cancellation);
        }
    }

    private void End(long work)
    {
        TaskCompletionSource? idle = null;
        lock (gate)
        {
            if (inFlight.Remove(work) && inFlight.Count == 0)
            {
                (idle, whenIdle) = (whenIdle, null);
            }
        }

        idle?.SetResult();
    }

    private sealed class Work(WorkTracker tracker, long number) : IDisposable
    {
        public void Dispose() => tracker.End(number);
    }
}
