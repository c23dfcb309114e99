using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Makes loggers that keep silent while history is replayed, so that each line is written once.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, Func<ILoggerFactory> inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        // A context that wraps another may hand out the other's replay-safe factory; one layer of silence is enough.
        ILoggerFactory factory = inner();
        for (int depth = 0; factory is ReplaySafeLoggerFactory wrapped; depth++)
        {
            factory = depth < 10
                ? wrapped.Inner
                : throw new InvalidOperationException(
                    "The context's LoggerFactory leads back to itself; it must give the factory of the context it wraps.");
        }

        return new ReplaySafeLogger(context, factory.CreateLogger(categoryName));
    }

    private ILoggerFactory Inner => inner();

    public void AddProvider(ILoggerProvider provider)
        => throw new NotSupportedException("Adding providers to the replay-safe logger factory is not supported.");

    public void Dispose()
    {
        // The wrapped factory belongs to the host.
    }

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
