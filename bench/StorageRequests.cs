using System.Diagnostics.Metrics;
using Boai.Localhost.Host;

namespace Boai.Bench;

/// <summary>Counts every HTTP request of this process to an Azurite, whoever sends it.</summary>
internal sealed class StorageRequests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly HashSet<int> _ports;
    private long _count;
    private volatile bool _paused;

    public StorageRequests(AzuritePorts azurite)
    {
        _ports = [azurite.Blob, azurite.Queue, azurite.Table];
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(Take);
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Reset() => Interlocked.Exchange(ref _count, 0);

    /// <summary>Leaves out what follows, such as what others are compared with.</summary>
    public void Pause() => _paused = true;

    public void Resume() => _paused = false;

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach ((string name, object? value) in tags)
        {
            if (!_paused && name == "server.port" && value is int port && _ports.Contains(port))
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
