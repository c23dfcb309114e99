using System.Runtime.InteropServices;
using Boai.Localhost.Engine;
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
                    Lifetime.StopApplication();
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
            bool interrupted = Lifetime.ApplicationStopping.IsCancellationRequested && Environment.ExitCode == 0;
            await GiveUpAsync();
            if (!app.IsEmbedded)
            {
                await EndAsync(failure, interrupted);
            }

            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        bool impatient = false;
        try
        {
            await web.StopAsync(cancellationToken);
        }
        catch (Exception failure) when (!app.IsEmbedded && IsOutOfPatience(failure))
        {
            impatient = true;
        }

        // All parts have been asked to stop; what did not end in time is left to its journal or its queue. Not every part says that it gave up waiting.
        string[] busy = app.IsEmbedded ? [] : [.. Services.GetRequiredService<WorkTracker>().InFlight];
        if (impatient || busy.Length > 0)
        {
            Console.Out.WriteLine($"Stopping without waiting any longer for {(busy.Length == 0 ? "open connections" : string.Join("; ", busy))}.");
        }

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

    private IHostApplicationLifetime Lifetime => Services.GetRequiredService<IHostApplicationLifetime>();

    private static bool IsOutOfPatience(Exception failure) => failure is OperationCanceledException
        || (failure is AggregateException several && several.InnerExceptions.All(IsOutOfPatience));

    private async Task EndAsync(Exception failure, bool interrupted)
    {
        LocalHostException? explained = interrupted ? null : StartFailure.Explain(failure, app.Options.Port);
        if (interrupted || explained is not null)
        {
            // Whatever was logged is to stand before the last line.
            await DisposeAsync();
        }

        if (interrupted)
        {
            Console.Out.WriteLine("Stopped before everything ran.");
            Environment.Exit(0);
        }

        if (explained is not null)
        {
            ProgramExit.Fail(explained);
        }
    }

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
