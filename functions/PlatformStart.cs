using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Microsoft.Extensions.Hosting;

namespace Boai.Functions;

/// <summary>Whether the platform has started. A worker may hand over a request before that; it waits here.</summary>
public sealed class PlatformReadiness
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    public Task Wait(CancellationToken cancellation) => _ready.Task.WaitAsync(cancellation);

    internal void Set() => _ready.TrySetResult();
}

/// <summary>Makes tables and containers and reads the installation's keys before the first request is served.</summary>
internal sealed class PlatformStart(AppStorage storage, PlatformKeys keys, PlatformReadiness readiness) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await storage.EnsureCreated(cancellationToken);
        await keys.Load(cancellationToken);
        readiness.Set();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
