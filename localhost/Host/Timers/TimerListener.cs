using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Runs one timer function: at each occurrence, once at start for what was missed, and never twice at a time.</summary>
/// <remarks>
/// The clock calls back when an occurrence is due, and the call itself begins the counted work. So whoever moves the clock sees at
/// once that something is under way.
/// </remarks>
internal sealed class TimerListener(FunctionDescriptor function, TimerStart timer, TimerServices host) : IDisposable
{
    private readonly Lock gate = new();
    private ITimer? alarm;
    private Task running = Task.CompletedTask;
    private DateTimeOffset lastOccurrence;
    private bool stopped;

    // What the monitor holds; kept here too, so that an occurrence does not fail for a storage that is away for a moment.
    private TimerStatus? known;

    public FunctionDescriptor Function => function;

    public async Task StartAsync(CancellationToken cancellation)
    {
        DateTimeOffset now = host.Clock.GetUtcNow();
        TimerStatus? status = known = timer.UseMonitor ? await host.Monitor.ReadAsync(function.Name, cancellation) : null;
        bool isPastDue = status is not null && MissedOccurrence(status) is { } missed && missed <= now;
        if (status is null && timer.UseMonitor)
        {
            known = new TimerStatus(null, timer.Schedule.NextAfter(now), now);
            await host.Monitor.WriteAsync(function.Name, known, cancellation);
        }

        if (isPastDue || timer.RunOnStartup)
        {
            Begin(isPastDue, now);
        }
        else
        {
            Arm();
        }
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            stopped = true;
            alarm?.Dispose();
        }

        await running.WaitAsync(cancellation);
    }

    public void Dispose() => alarm?.Dispose();

    // A schedule changed since the status was written counts as it is now written.
    private DateTimeOffset? MissedOccurrence(TimerStatus status)
    {
        DateTimeOffset? now = timer.Schedule.NextAfter(status.Last ?? status.LastUpdated);
        return now == status.Next ? status.Next : timer.Schedule.NextAfter(status.LastUpdated);
    }

    private void Arm()
    {
        lock (gate)
        {
            // A clock corrected backwards must not bring the same occurrence twice.
            DateTimeOffset now = host.Clock.GetUtcNow();
            if (stopped || timer.Schedule.NextAfter(now > lastOccurrence ? now : lastOccurrence) is not { } due)
            {
                return;
            }

            alarm?.Dispose();
            alarm = host.Clock.CreateTimer(_ => Begin(isPastDue: false, due), null, due - now, Timeout.InfiniteTimeSpan);
        }
    }

    private void Begin(bool isPastDue, DateTimeOffset occurrence)
    {
        lock (gate)
        {
            if (!stopped)
            {
                lastOccurrence = occurrence;
                IDisposable work = host.Work.Begin($"timer {function.Name}");
                running = Task.Run(() => RunAsync(isPastDue, occurrence, work));
            }
        }
    }

    private async Task RunAsync(bool isPastDue, DateTimeOffset occurrence, IDisposable work)
    {
        CancellationToken stopping = host.Stopping.Token;
        try
        {
            TimerInfo info = new() { IsPastDue = isPastDue, ScheduleStatus = Status() };
            for (int retry = 0; await TryAsync(info, retry, stopping) is { } delay; retry++)
            {
                work = await WorkAfterAsync(work, delay, stopping);
            }

            await RememberAsync(occurrence, stopping);
            Arm();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The monitor still names this occurrence as the next one, so the next start catches up.
        }
#pragma warning disable CA1031 // the schedule goes on whatever one occurrence met
        catch (Exception failure)
#pragma warning restore CA1031
        {
            host.Log.LogError(failure, "Timer {Function}: the occurrence of {Occurrence:u} could not be recorded.", function.Name, occurrence);
            Arm();
        }
        finally
        {
            work.Dispose();
        }
    }

    /// <returns>After how long to try again; null when the occurrence is done with.</returns>
    private async Task<TimeSpan?> TryAsync(TimerInfo info, int retry, CancellationToken stopping)
    {
        try
        {
            await InvokeAsync(info, retry, stopping);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever a function throws is its failure, not the host's
        catch (Exception failure)
#pragma warning restore CA1031
        {
            host.Log.LogError(failure, "Timer {Function} failed.", function.Name);
            return function.Retry is { } plan && (plan.MaxRetryCount < 0 || retry < plan.MaxRetryCount) ? plan.DelayBefore(retry + 1) : null;
        }
    }

    // The wait does not count as work, or a clock that stands still would never move; the call that ends it does.
    private async Task<IDisposable> WorkAfterAsync(IDisposable before, TimeSpan delay, CancellationToken stopping)
    {
        TaskCompletionSource<IDisposable> due = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ITimer retry = host.Clock.CreateTimer(
            _ => due.TrySetResult(host.Work.Begin($"retry of timer {function.Name}")), null, delay, Timeout.InfiniteTimeSpan);
        before.Dispose();
        return await due.Task.WaitAsync(stopping);
    }

    private Task<bool> InvokeAsync(TimerInfo info, int retry, CancellationToken stopping) => host.Invoker.InvokeAsync(
        function,
        new InvocationInput { Value = info, RetryCount = retry },
        async invocation =>
        {
            await host.Outputs.SendAsync(invocation, stopping);
            return true;
        },
        stopping);

    /// <summary>What a run by hand, or one on schedule, is told.</summary>
    public ScheduleStatus? Status() => known is not { } status
        ? null
        : new ScheduleStatus
        {
            Last = status.Last?.UtcDateTime ?? default,
            Next = status.Next?.UtcDateTime ?? default,
            LastUpdated = status.LastUpdated.UtcDateTime,
        };

    private async Task RememberAsync(DateTimeOffset occurrence, CancellationToken cancellation)
    {
        if (timer.UseMonitor)
        {
            known = new TimerStatus(occurrence, timer.Schedule.NextAfter(occurrence), host.Clock.GetUtcNow());
            await host.Monitor.WriteAsync(function.Name, known, cancellation);
        }
    }
}
