using Microsoft.Extensions.Hosting;

namespace Boai.Localhost.Host;

/// <summary>Cancelled when running invocations are to end: a short while after the host's stop began, so that quick ones end by themselves.</summary>
internal sealed class HostStopping : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource source = new();
    private readonly CancellationTokenRegistration begun;

    public HostStopping(IHostApplicationLifetime lifetime)
    {
        Token = source.Token;
        begun = lifetime.ApplicationStopping.Register(() => source.CancelAfter(Grace));
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        begun.Dispose();
        source.Dispose();
    }
}
