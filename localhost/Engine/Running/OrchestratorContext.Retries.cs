using Microsoft.DurableTask;

namespace Boai.Localhost.Engine.Running;

internal sealed partial class OrchestratorContext
{
    private async Task<T> WithRetries<T>(TaskRetryOptions? retry, Func<Task<T>> attempt)
    {
        DateTime firstAttempt = CurrentUtcDateTime;
        for (int attempts = 1; ; attempts++)
        {
            StepFailedException failed;
            try
            {
                return await attempt();
            }
            catch (StepFailedException failure)
            {
                failed = failure;
            }

            TaskFailedException shown = failed.Public();
            bool again = !failed.Failure.NonRetriable && retry switch
            {
                { Policy: { } policy } => await PauseBefore(policy, attempts, firstAttempt, shown),
                { Handler: { } handler } => await handler(new(
                    this, attempts, failed.Failure.Details, CurrentUtcDateTime - firstAttempt, CancellationToken.None)),
                _ => false,
            };
            if (!again)
            {
                throw shown;
            }
        }
    }

    /// <returns>Whether another attempt is to be made, after the pause that the policy asks for.</returns>
    private async Task<bool> PauseBefore(RetryPolicy policy, int attempts, DateTime firstAttempt, TaskFailedException failure)
    {
        if (attempts >= policy.MaxNumberOfAttempts || !Handles(policy, failure))
        {
            return false;
        }

        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && CurrentUtcDateTime >= firstAttempt + policy.RetryTimeout)
        {
            return false;
        }

        double pause = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        double longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan
            ? TimeSpan.FromDays(36500).TotalMilliseconds
            : policy.MaxRetryInterval.TotalMilliseconds;
        await CreateTimer(TimeSpan.FromMilliseconds(Math.Min(pause, longest)), CancellationToken.None);
        return true;
    }

    private static bool Handles(RetryPolicy policy, TaskFailedException failure)
    {
        try
        {
            return policy.Handle(failure);
        }
#pragma warning disable CA1031 // a judge that throws must not hide the failure it judged; the failure itself is thrown next
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }
}
