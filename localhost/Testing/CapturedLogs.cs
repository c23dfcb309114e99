using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Testing;

/// <summary>One line that the app or the host logged.</summary>
/// <param name="Level">How grave.</param>
/// <param name="Category">Who said it.</param>
/// <param name="Message">With its values filled in.</param>
/// <param name="Exception">What was thrown, if anything.</param>
public sealed record CapturedLog(LogLevel Level, string Category, string Message, Exception? Exception)
{
    /// <summary>The line as a console would show it.</summary>
    public override string ToString() => $"{Level} {Category}: {Message}{(Exception is null ? "" : Environment.NewLine + Exception)}";
}

/// <summary>Keeps what was logged, in order, over every restart of the app.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<CapturedLog> lines = new();

    /// <summary>Everything so far.</summary>
    public IReadOnlyCollection<CapturedLog> Lines => [.. lines];

    /// <summary>Warnings and worse.</summary>
    public IEnumerable<CapturedLog> Complaints => lines.Where(line => line.Level >= LogLevel.Warning);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Capture(categoryName, lines);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The lines outlive the host that wrote them.
    }

    private sealed class Capture(string category, ConcurrentQueue<CapturedLog> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new CapturedLog(logLevel, category, formatter(state, exception), exception));
    }
}
