using System.Diagnostics;

namespace Boai.Localhost.Engine;

/// <summary>
/// The clock of the local stack: real time plus an offset that can be moved forward, or wholly virtual (stands still until moved).
/// Timers made from it follow it, so <c>Task.Delay</c>, <c>PeriodicTimer</c> and timed cancellation jump along.
/// </summary>
public sealed class LocalClock : TimeProvider, IDisposable
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<ClockTimer, (long Due, long Order)> timers = new();
    private readonly DateTimeOffset? virtualStart;
    private readonly Timer? realAlarm;
    private readonly long realStart = Stopwatch.GetTimestamp();
    private TimeSpan offset;
    private long lastOrder;

    private LocalClock(DateTimeOffset? virtualStart, TimeSpan offset)
    {
        this.virtualStart = virtualStart?.ToUniversalTime();
        this.offset = offset;
        realAlarm = virtualStart is null ? new Timer(_ => FireDue(), null, Timeout.Infinite, Timeout.Infinite) : null;
    }

    /// <summary>In real mode, how far this clock is ahead of the machine's; in virtual mode, how far it is from its start.</summary>
    public TimeSpan Offset
    {
        get
        {
            lock (gate)
            {
                return offset;
            }
        }
    }

    /// <summary>When the earliest armed timer is due, or null if none is armed.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate)
            {
                DropStale();
                return timers.TryPeek(out _, out (long Due, long) next) ? InstantOf(next.Due) : null;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>A clock that runs with the machine's.</summary>
    public static LocalClock Real(TimeSpan offset = default) => new(null, offset);

    /// <summary>A clock that stands still until it is advanced.</summary>
    public static LocalClock Virtual(DateTimeOffset start) => new(start, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return virtualStart is { } start ? start + offset : System.GetUtcNow() + offset;
        }
    }

    public override long GetTimestamp()
    {
        lock (gate)
        {
            return Now();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ClockTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward, firing what becomes due in due order with the clock set to each one's due time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is backwards.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (gate)
        {
            target = Now() + by.Ticks;
        }

        while (TakeDue(target, moveClock: true) is { } timer)
        {
            timer.Fire();
        }

        lock (gate)
        {
            MoveTo(target);
            ArmRealAlarm();
        }
    }

    /// <summary>Moves the clock forward to an instant; does nothing if that has passed.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        TimeSpan ahead = instant - GetUtcNow();
        if (ahead > TimeSpan.Zero)
        {
            Advance(ahead);
        }
    }

    public void Dispose() => realAlarm?.Dispose();

    private long Now() => offset.Ticks + (virtualStart is null ? Stopwatch.GetElapsedTime(realStart).Ticks : 0);

    private DateTimeOffset InstantOf(long timestamp)
    {
        DateTimeOffset now = virtualStart is { } start ? start + offset : System.GetUtcNow() + offset;
        return now + TimeSpan.FromTicks(timestamp - Now());
    }

    private void MoveTo(long timestamp)
    {
        long ahead = timestamp - Now();
        if (ahead > 0)
        {
            offset += TimeSpan.FromTicks(ahead);
        }
    }

    private void FireDue()
    {
        while (true)
        {
            long now = GetTimestamp();
            if (TakeDue(now, moveClock: false) is not { } timer)
            {
                break;
            }

            timer.Fire();
        }

        lock (gate)
        {
            ArmRealAlarm();
        }
    }

    private ClockTimer? TakeDue(long upTo, bool moveClock)
    {
        lock (gate)
        {
            DropStale();
            if (!timers.TryPeek(out ClockTimer? timer, out (long Due, long) next) || next.Due > upTo)
            {
                return null;
            }

            timers.Dequeue();
            if (moveClock)
            {
                MoveTo(next.Due);
            }

            timer.Taken(next.Due);
            return timer;
        }
    }

    private void DropStale()
    {
        while (timers.TryPeek(out ClockTimer? timer, out (long Due, long Order) next) && timer.Order != next.Order)
        {
            timers.Dequeue();
        }
    }

    private void Arm(ClockTimer timer, long due)
    {
        timer.Order = ++lastOrder;
        timers.Enqueue(timer, (due, timer.Order));
    }

    private void ArmRealAlarm()
    {
        if (realAlarm is null)
        {
            return;
        }

        DropStale();
        if (timers.TryPeek(out _, out (long Due, long) next))
        {
            // The platform's timers count whole milliseconds; rounding up keeps a timer from waking before it is due.
            double wait = Math.Ceiling(Math.Max(0, TimeSpan.FromTicks(next.Due - Now()).TotalMilliseconds));
            realAlarm.Change((long)Math.Min(wait, TimeSpan.FromDays(40).TotalMilliseconds), Timeout.Infinite);
        }
        else
        {
            realAlarm.Change(Timeout.Infinite, Timeout.Infinite);
        }
    }

    private sealed class ClockTimer(LocalClock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? context = ExecutionContext.Capture();
        private long period = -1;
        private bool disposed;

        /// <summary>Which of the queue's entries for this timer counts; 0 while it is not armed.</summary>
        public long Order { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                if (disposed)
                {
                    return false;
                }

                this.period = period <= TimeSpan.Zero ? -1 : period.Ticks;
                Order = 0;
                if (dueTime >= TimeSpan.Zero)
                {
                    clock.Arm(this, clock.Now() + dueTime.Ticks);
                }

                clock.ArmRealAlarm();
                return true;
            }
        }

        /// <summary>Called under the clock's lock when the entry due at <paramref name="due"/> left the queue.</summary>
        public void Taken(long due)
        {
            Order = 0;
            if (period > 0)
            {
                clock.Arm(this, due + period);
            }
        }

        public void Fire()
        {
            if (context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(context, _ => callback(state), null);
            }
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                disposed = true;
                Order = 0;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
