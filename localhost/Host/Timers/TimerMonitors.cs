using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Boai.Localhost.Host;

/// <summary>Last and next occurrence of a timer, as of <paramref name="LastUpdated"/>.</summary>
internal sealed record TimerStatus(DateTimeOffset? Last, DateTimeOffset? Next, DateTimeOffset LastUpdated);

/// <summary>Remembers timers' occurrences across restarts.</summary>
internal interface ITimerMonitor
{
    Task<TimerStatus?> ReadAsync(string function, CancellationToken cancellation);

    Task WriteAsync(string function, TimerStatus status, CancellationToken cancellation);
}

internal sealed class MemoryTimerMonitor : ITimerMonitor
{
    private readonly ConcurrentDictionary<string, TimerStatus> statuses = new();

    public Task<TimerStatus?> ReadAsync(string function, CancellationToken cancellation) =>
        Task.FromResult(statuses.GetValueOrDefault(function));

    public Task WriteAsync(string function, TimerStatus status, CancellationToken cancellation)
    {
        statuses[function] = status;
        return Task.CompletedTask;
    }
}

/// <summary>One small blob per timer, where the real host keeps it too.</summary>
internal sealed class BlobTimerMonitor(HostStorage storage, HostedApp app) : ITimerMonitor
{
    private readonly Lazy<BlobContainerClient> container = new(() => storage.Blobs().GetBlobContainerClient("azure-webjobs-hosts"));

    public async Task<TimerStatus?> ReadAsync(string function, CancellationToken cancellation)
    {
        try
        {
            Response<BlobDownloadResult> blob = await Blob(function).DownloadContentAsync(cancellation);
            return JsonSerializer.Deserialize<TimerStatus>(blob.Value.Content);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (JsonException)
        {
            // Not ours, or cut off: as good as none, and the next occurrence replaces it.
            return null;
        }
    }

    public async Task WriteAsync(string function, TimerStatus status, CancellationToken cancellation)
    {
        BinaryData content = BinaryData.FromObjectAsJson(status);
        try
        {
            await Blob(function).UploadAsync(content, overwrite: true, cancellation);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.Value.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await Blob(function).UploadAsync(content, overwrite: true, cancellation);
        }
    }

    private BlobClient Blob(string function) =>
        container.Value.GetBlobClient($"timers/{app.Name.ToLowerInvariant()}/{function}/status");
}
