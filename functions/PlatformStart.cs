using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Microsoft.Extensions.Hosting;

namespace Boai.Functions;

/// <summary>Makes tables and containers and reads the installation's keys before the first request is served.</summary>
internal sealed class PlatformStart(AppStorage storage, PlatformKeys keys) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await storage.EnsureCreated(cancellationToken);
        await keys.Load(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
