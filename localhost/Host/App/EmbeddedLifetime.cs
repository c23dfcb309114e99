using Microsoft.Extensions.Hosting;

namespace Boai.Localhost.Host;

/// <summary>Inside another program, signals are that program's business.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
