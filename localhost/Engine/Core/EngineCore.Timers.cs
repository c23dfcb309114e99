using Boai.Localhost.Engine.Model;

namespace Boai.Localhost.Engine.Core;

/// <summary>All durable timers, delayed starts and scheduled signals in one heap, with one alarm set for the earliest.</summary>
internal sealed partial class EngineCore
{
    // The platform's timers cannot wait longer; a longer one is simply set again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);

    private readonly PriorityQueue<Alarm, (long Due, long Order)> alarms = new();
    private ITimer? alarm;
    private long alarmOrder;
    private long armedFor = long.MaxValue;

    public void TimerSet(Instance instance, int timer, DateTimeOffset due) => Set(new(instance, instance.Generation, timer, null), due);

    public void StartSet(Instance instance, DateTimeOffset due) => Set(new(instance, instance.Generation, -1, null), due);

    public void SignalSet(Entity entity, DateTimeOffset due) => Set(new(null, 0, -1, entity.Id), due);

    private void Set(Alarm entry, DateTimeOffset due)
    {
        if (!isRecovering)
        {
            alarms.Enqueue(entry, (due.UtcTicks, ++alarmOrder));
        }
    }

    private void ArmAlarm()
    {
        while (alarms.TryPeek(out Alarm? entry, out _) && !IsStillWanted(entry))
        {
            alarms.Dequeue();
        }

        long due = alarms.TryPeek(out _, out (long Due, long) next) ? next.Due : long.MaxValue;
        if (due == armedFor || alarm is null)
        {
            return;
        }

        armedFor = due;
        if (due == long.MaxValue)
        {
            alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        TimeSpan wait = TimeSpan.FromTicks(due - Now.UtcTicks);
        if (wait <= TimeSpan.Zero)
        {
            // What is due already needs no time to pass: a clock that stands still must not hold it up.
            Post(Ring);
            return;
        }

        alarm.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
    }

    private void Ring()
    {
        armedFor = -1;
        DateTimeOffset now = Now;
        while (alarms.TryPeek(out Alarm? entry, out (long Due, long) next) && next.Due <= now.UtcTicks)
        {
            alarms.Dequeue();
            if (!IsStillWanted(entry))
            {
                continue;
            }

            if (entry.EntityId is { } entity)
            {
                Record(new Op.EntityDue { EntityId = entity, At = now });
            }
            else if (entry.Timer < 0)
            {
                Ready(entry.Instance!);
            }
            else
            {
                Record(new Op.Deliver
                {
                    Ordinal = entry.Instance!.Ordinal,
                    Item = new() { Kind = ItemKind.TimerFired, Id = entry.Timer, Generation = entry.Generation },
                    At = now,
                });
            }
        }
    }

    private bool IsStillWanted(Alarm entry) => entry.EntityId is not null
        ? state.FindEntity(entry.EntityId) is { Scheduled.Count: > 0 }
        : state.Find(entry.Instance!.Ordinal) == entry.Instance
            && !entry.Instance.IsFinished
            && entry.Instance.Generation == entry.Generation
            && (entry.Timer < 0 ? !entry.Instance.Started : entry.Instance.Pending?.ContainsKey(entry.Timer) == true);

    private sealed record Alarm(Instance? Instance, long Generation, int Timer, string? EntityId);
}
