using System.ComponentModel;

namespace Microsoft.DurableTask;

/// <summary>Retries with growing pauses, bounded in number and in time.</summary>
public class RetryPolicy
{
    /// <param name="maxNumberOfAttempts">Attempts in all, the first included; at least 1.</param>
    /// <param name="firstRetryInterval">Pause before the second attempt; above zero.</param>
    /// <param name="backoffCoefficient">Factor from one pause to the next; at least 1.</param>
    /// <param name="maxRetryInterval">Longest pause; one hour if null, none if infinite.</param>
    /// <param name="retryTimeout">Time after the first attempt when no further one starts; infinite if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        Require(maxNumberOfAttempts > 0, nameof(maxNumberOfAttempts), maxNumberOfAttempts, "greater than zero");
        Require(firstRetryInterval > TimeSpan.Zero, nameof(firstRetryInterval), firstRetryInterval, "greater than zero");
        Require(backoffCoefficient >= 1.0, nameof(backoffCoefficient), backoffCoefficient, "greater or equal to 1.0");
        Require(
            maxRetryInterval is not { } longest || longest == Timeout.InfiniteTimeSpan || longest >= firstRetryInterval,
            nameof(maxRetryInterval), maxRetryInterval, $"greater or equal to the value for {nameof(firstRetryInterval)}");
        Require(
            retryTimeout is not { } total || total == Timeout.InfiniteTimeSpan || total >= firstRetryInterval,
            nameof(retryTimeout), retryTimeout, $"greater or equal to the value for {nameof(firstRetryInterval)}");

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        Handle = _ => true;
    }

    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    public TimeSpan MaxRetryInterval { get; }

    public TimeSpan RetryTimeout { get; }

    [EditorBrowsable(EditorBrowsableState.Never)]
    public Func<Exception, bool> Handle { get; private init; }

    [Obsolete("This functionality is not implemented. Will be removed in the future. Use TaskOptions.FromRetryHandler or HandleFailure instead.")]
    public Func<Exception, Task<bool>>? HandleAsync { get; set; }

    /// <summary>Says by the failure's details whether it is worth another attempt; every failure is, unless this says no.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handle = failure => failure is TaskFailedException failed
            ? value(failed.FailureDetails)
            : throw new InvalidOperationException($"A retry policy judges failed tasks, not '{failure.GetType()}'.");
    }

    private static void Require(bool holds, string parameter, object? actual, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameter, actual, $"The value for {parameter} must be {rule}.");
        }
    }
}
