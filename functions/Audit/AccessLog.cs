using System.Globalization;
using System.Threading.Channels;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;

namespace Boai.Functions.Audit;

/// <summary>The access log: append-only lines, chained per writer and day, durable before the call returns.</summary>
/// <remarks>
/// A writer is a process, or what is left of its day after a failed write. Lines that arrive while a write is under way go out together in the next transaction, so that reads by many
/// officers share storage operations. Nothing in the app updates or deletes a line.
/// </remarks>
public sealed class AccessLog : IAsyncDisposable
{
    private const int LinesPerTransaction = 99; // and the day's tip
    private readonly AppStorage _storage;
    private readonly PlatformKeys _keys;
    private readonly TimeProvider _time;
    private string _writer = NewWriter();
    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lazy<Task> _loop;
    private DateOnly _day;
    private int _sequence;
    private string _previous = AccessChain.Start;

    public AccessLog(AppStorage storage, PlatformKeys keys, TimeProvider time)
    {
        (_storage, _keys, _time) = (storage, keys, time);
        _loop = new Lazy<Task>(() => Task.Run(WriteAll));
    }

    /// <summary>Appends a line and waits until it is stored. Call it before the data leaves.</summary>
    public async Task Write(AccessLine line, CancellationToken cancellation)
    {
        _ = _loop.Value;
        Pending pending = new(line, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _pending.Writer.WriteAsync(pending, cancellation);
        await pending.Stored.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        if (_loop.IsValueCreated)
        {
            await _loop.Value;
        }
    }

    private async Task WriteAll()
    {
        List<Pending> batch = [];
        while (await _pending.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LinesPerTransaction && _pending.Reader.TryRead(out Pending? next))
            {
                batch.Add(next);
            }

            try
            {
                await Store(batch);
                batch.ForEach(line => line.Stored.SetResult());
            }
            catch (Exception failure)
            {
                // Whoever waits must not hand the data out. Whether the lines were stored is not known (an answer can get lost), so this
                // chain ends where it is and the next line begins another one.
                (_writer, _sequence, _previous) = (NewWriter(), 0, AccessChain.Start);
                batch.ForEach(line => line.Stored.SetException(new AccessLogException("The access log could not be written.", failure)));
            }
        }
    }

    private async Task Store(List<Pending> batch)
    {
        DateTimeOffset at = _time.GetUtcNow();
        DateOnly day = ChinaCalendar.DateOf(at);
        bool newDay = day != _day;
        int sequence = newDay ? 0 : _sequence;
        string previous = newDay ? AccessChain.Start : _previous;
        byte[] key = _keys.For(KeyPurpose.AccessLog);
        string partition = Partition(day, _writer);
        List<TableTransactionAction> rows = [];
        foreach (Pending pending in batch)
        {
            sequence++;
            string mark = AccessChain.Mark(key, _writer, day, sequence, at, pending.Line, previous);
            rows.Add(new TableTransactionAction(TableTransactionActionType.Add, AccessRow.ToEntity(partition, sequence, at, pending.Line, previous, mark)));
            previous = mark;
        }

        // The tip says how many lines there must be, so that cutting off the end of a chain shows too.
        rows.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, AccessRow.Tip(partition, key, sequence, previous)));
        await _storage.Table(PlatformTables.AccessLog).SubmitTransactionAsync(rows);
        (_day, _sequence, _previous) = (day, sequence, previous);
    }

    private static string NewWriter() => Guid.NewGuid().ToString("N")[..12];

    internal static string Partition(DateOnly day, string writer) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "|" + writer;

    private sealed record Pending(AccessLine Line, TaskCompletionSource Stored);
}

/// <summary>A line of the access log could not be stored; what it was to record must not happen.</summary>
public sealed class AccessLogException : Exception
{
    public AccessLogException() { }

    public AccessLogException(string message) : base(message) { }

    public AccessLogException(string message, Exception innerException) : base(message, innerException) { }
}
