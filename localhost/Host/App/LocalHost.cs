using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>The running host. Whatever keeps it from starting is said in a line and leaves nothing behind.</summary>
internal sealed class LocalHost(WebApplication web, HostedApp app) : IHost, IAsyncDisposable
{
    private PosixSignalRegistration? hangUp;

    public IServiceProvider Services => web.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (!app.IsEmbedded)
            {
                PortCheck.ThrowIfTaken(app.Options.Port);
                PortCheck.ThrowIfTaken(app.ServiceBus?.Port ?? 0, "--service-bus-port");
                hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
                {
                    signal.Cancel = true;
                    Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
                });
            }

            await web.StartAsync(cancellationToken);
            if (!app.IsEmbedded)
            {
                Console.Out.WriteLine(Banner.Of(app, Services));
            }
        }
        catch (Exception failure)
        {
            await GiveUpAsync();
            if (!app.IsEmbedded && Explain(failure) is { } explained)
            {
                ProgramExit.Fail(explained);
            }

            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await web.StopAsync(cancellationToken);
        if (!app.IsEmbedded)
        {
            Console.Out.WriteLine("Stopped.");
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        hangUp?.Dispose();
        await web.DisposeAsync();
    }

    private LocalHostException? Explain(Exception failure) => failure switch
    {
        LocalHostException said => said,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => PortCheck.Taken(app.Options.Port),
        _ => null,
    };

    // The framework does not stop what had started before something else failed to.
    private async Task GiveUpAsync()
    {
        try
        {
            await web.StopAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // the failure to start is the one worth telling
        catch (Exception also)
#pragma warning restore CA1031
        {
            Services.GetRequiredService<ILogger<LocalHost>>().LogDebug(also, "Stopping after a failed start failed as well.");
        }
    }
}
