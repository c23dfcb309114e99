using Boai.Localhost.Engine;

namespace Boai.Localhost.Host;

/// <summary>Moves the clock forward from one due timer to the next, letting everything that becomes possible happen in between.</summary>
internal sealed class ClockAdvance(LocalClock clock, WorkTracker work, QueueListeners queues, ClockKeeper keeper) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);

    /// <exception cref="TimeoutException">Something was still under way after <paramref name="patience"/> of real time.</exception>
    public async Task ToAsync(DateTimeOffset target, TimeSpan patience, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            await SettleAsync(patience, cancellation);
            while (clock.NextDue is { } due && due <= target)
            {
                await StepAsync(due, patience, cancellation);
            }

            await StepAsync(target, patience, cancellation);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    /// <summary>Moves to the next due timer and lets everything happen that this makes possible.</summary>
    /// <returns>False when no timer is armed, or none by <paramref name="latest"/>.</returns>
    /// <exception cref="TimeoutException">Something was still under way after <paramref name="patience"/> of real time.</exception>
    public async Task<bool> ToNextDueAsync(DateTimeOffset latest, TimeSpan patience, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            if (clock.NextDue is not { } due || due > latest)
            {
                return false;
            }

            await StepAsync(due, patience, cancellation);
            return true;
        }
        finally
        {
            one.Release();
        }
    }

    private async Task StepAsync(DateTimeOffset due, TimeSpan patience, CancellationToken cancellation)
    {
        // Written first: what happens after the step carries its time, and a host killed then must not wake up before it.
        keeper.Save(due);
        clock.AdvanceTo(due);
        await SettleAsync(patience, cancellation);
    }

    /// <summary>Waits until nothing is under way and no queue holds a message.</summary>
    /// <exception cref="TimeoutException">Something was still under way after <paramref name="patience"/> of real time.</exception>
    public async Task SettleAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(patience);
        try
        {
            do
            {
                await work.WhenIdleAsync(bound.Token);
            }
            while (await queues.PumpAsync(bound.Token) || !work.IsIdle);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Still under way after {patience}: {(work.InFlight is { Count: > 0 } busy ? string.Join("; ", busy) : "messages keep arriving in queues")}.");
        }
    }
}
