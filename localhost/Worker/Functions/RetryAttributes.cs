namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often and how late a failed invocation of a timer function is tried again by the host.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>For attributes derived from this one.</summary>
    public RetryAttribute()
    {
    }

    /// <summary>Attempts after the first one; -1 for no limit.</summary>
    public int MaxRetryCount { get; set; }
}

/// <summary>Retries after the same delay every time.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <param name="maxRetryCount">Attempts after the first one; -1 for no limit.</param>
    /// <param name="delayInterval">A time span, "hh:mm:ss".</param>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>"hh:mm:ss".</summary>
    public string DelayInterval { get; }
}

/// <summary>Retries after a delay that doubles from the minimum to the maximum.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <param name="maxRetryCount">Attempts after the first one; -1 for no limit.</param>
    /// <param name="minimumInterval">A time span, "hh:mm:ss".</param>
    /// <param name="maximumInterval">A time span, "hh:mm:ss".</param>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>"hh:mm:ss".</summary>
    public string MinimumInterval { get; }

    /// <summary>"hh:mm:ss".</summary>
    public string MaximumInterval { get; }
}
