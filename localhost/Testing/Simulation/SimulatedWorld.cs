using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Boai.Localhost.Engine;

namespace Boai.Localhost.Testing.Simulation;

/// <summary>
/// Time, chance and the order in which things happen, all of one seed: one thread takes what is ready, in an order that chance may change,
/// and when nothing is ready the clock jumps to what is due next.
/// </summary>
internal sealed class SimulatedWorld : IDisposable
{
    private const int ShownTrace = 60;

    private readonly List<(SimulatedProcess? Owner, Action Act)> ready = [];
    private readonly Queue<string> tail = new();
    private readonly IncrementalHash traced = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly bool shuffles;
    private readonly Action<string>? watch;

    public SimulatedWorld(long seed, DateTimeOffset start, Action<string>? watch = null)
    {
        this.watch = watch;
        Random = new((int)(seed ^ (seed >> 32)));
        Clock = LocalClock.Virtual(start);
        shuffles = Chance(0.7);
    }

    public Random Random { get; }

    public LocalClock Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>What must not happen and did.</summary>
    public List<string> Violations { get; } = [];

    public IEnumerable<string> LastLines => tail;

    /// <summary>How many things have been done.</summary>
    public long Steps { get; private set; }

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public TimeSpan Between(double fromMilliseconds, double toMilliseconds)
        => TimeSpan.FromMilliseconds(fromMilliseconds + (Random.NextDouble() * (toMilliseconds - fromMilliseconds)));

    /// <summary>Adds to the record by which two runs of one seed are compared.</summary>
    public void Trace(string line)
    {
        string stamped = string.Create(CultureInfo.InvariantCulture, $"{Now:yyyy-MM-dd HH:mm:ss.ffffff} {line}");
        traced.AppendData(Encoding.UTF8.GetBytes(stamped));
        watch?.Invoke(stamped);
        tail.Enqueue(stamped);
        if (tail.Count > ShownTrace)
        {
            tail.Dequeue();
        }
    }

    public void Violate(string what)
    {
        Trace("VIOLATION " + what);
        Violations.Add(what);
    }

    public string TraceDigest() => Convert.ToHexString(traced.GetCurrentHash());

    /// <summary>Something to be done now, by a process or, if null, by the world itself.</summary>
    public void Post(SimulatedProcess? owner, Action act) => ready.Add((owner, act));

    /// <summary>Something to be done before all else: a crash at this very point.</summary>
    public void PostFirst(Action act) => ready.Insert(0, (null, act));

    /// <summary>Something that the world does after a while, whoever is dead by then.</summary>
    public void After(TimeSpan delay, Action act)
    {
        ITimer? timer = null;
        timer = Clock.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                Post(null, act);
            }, null, delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Runs until a condition holds or nothing can make it hold any more.</summary>
    /// <returns>Whether it holds.</returns>
    public bool RunUntil(Func<bool> condition, DateTimeOffset latest, long mostSteps)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        try
        {
            while (!condition())
            {
                if (Violations.Count > 0 || Steps > mostSteps)
                {
                    return false;
                }

                if (TakeReady() is { } next)
                {
                    Steps++;
                    SynchronizationContext.SetSynchronizationContext(next.Owner?.Context);
                    next.Act();
                    SynchronizationContext.SetSynchronizationContext(null);
                }
                else if (Clock.NextDue is { } due && due <= latest)
                {
                    Clock.AdvanceTo(due);
                    Clock.Advance(TimeSpan.Zero);
                }
                else
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public void Dispose()
    {
        Clock.Dispose();
        traced.Dispose();
    }

    private (SimulatedProcess? Owner, Action Act)? TakeReady()
    {
        while (ready.Count > 0)
        {
            int at = shuffles && ready[0].Owner is not null && Chance(0.2) ? Random.Next(Math.Min(4, ready.Count)) : 0;
            (SimulatedProcess? owner, Action act) = ready[at];
            ready.RemoveAt(at);
            switch (owner?.Life)
            {
                case null or ProcessLife.Running:
                    return (owner, act);
                case ProcessLife.Frozen:
                    owner.Held.Add(act);
                    break;
                case ProcessLife.Dead:
                    // What a dead process had in mind is gone.
                    break;
            }
        }

        return null;
    }
}

internal enum ProcessLife
{
    Running,
    Frozen,
    Dead,
}

/// <summary>A process: what it does and awaits goes through its context, which stops when it is frozen and forgets when it is dead.</summary>
internal sealed class SimulatedProcess
{
    private readonly SimulatedWorld world;

    public SimulatedProcess(SimulatedWorld world, string name)
    {
        this.world = world;
        Name = name;
        Context = new ProcessContext(this);
    }

    public string Name { get; }

    public ProcessLife Life { get; private set; }

    public SynchronizationContext Context { get; }

    /// <summary>What waits while it is frozen.</summary>
    public List<Action> Held { get; } = [];

    public void Post(Action act) => world.Post(this, act);

    public void Die()
    {
        Life = ProcessLife.Dead;
        Held.Clear();
    }

    public void Freeze()
    {
        if (Life == ProcessLife.Running)
        {
            Life = ProcessLife.Frozen;
        }
    }

    public void Thaw()
    {
        if (Life == ProcessLife.Frozen)
        {
            Life = ProcessLife.Running;
            Held.ForEach(Post);
            Held.Clear();
        }
    }

    private sealed class ProcessContext(SimulatedProcess process) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => process.Post(() => d(state));

        public override void Send(SendOrPostCallback d, object? state)
            => throw new NotSupportedException("Nothing in a simulation waits for its own thread.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
