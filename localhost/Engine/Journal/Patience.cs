using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Engine.Journal;

/// <summary>Repeats a request until the storage answers, with growing pauses, and says once that it waits and once that it goes on.</summary>
internal sealed class Patience(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private int waiting;

    /// <param name="what">For the log.</param>
    /// <param name="request">Must bear repetition.</param>
    /// <param name="afterFailure">Runs before each repetition, when the storage may have come back with less than it had.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<T> Until<T>(string what, Func<Task<T>> request, Func<Task>? afterFailure, CancellationToken cancellation)
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(20);
        bool failed = false;
        while (true)
        {
            try
            {
                if (failed && afterFailure is not null)
                {
                    await afterFailure();
                }

                T answer = await request();
                if (failed && Interlocked.Decrement(ref waiting) == 0)
                {
                    log.LogInformation("The storage answers again; the durable engine goes on.");
                }

                return answer;
            }
            catch (JournalUnavailableException unavailable)
            {
                if (!failed)
                {
                    failed = true;
                    if (Interlocked.Increment(ref waiting) == 1)
                    {
                        log.LogWarning("The durable engine waits for the storage ({What}): {Reason}", what, unavailable.Message);
                    }
                }
            }
            catch when (failed)
            {
                Interlocked.Decrement(ref waiting);
                throw;
            }

            try
            {
                await Task.Delay(pause, time, cancellation);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Decrement(ref waiting);
                throw;
            }

            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }
}
