using Boai.Localhost.Engine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.Host;

/// <summary>Runs the durable engine for the app, and starts it anew from its journal when it has to give up.</summary>
internal sealed class DurableHost(IServiceProvider services, HostedApp app, HostStorage storage, ILogger<DurableHost> log)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource stop = new();
    private DurableEngine? engine;
    private Task watching = Task.CompletedTask;
    private int disposed;

    /// <summary>The engine that runs now.</summary>
    public DurableEngine Engine =>
        engine ?? throw new InvalidOperationException("The durable engine has not started yet; use it after the host's start.");

    /// <summary>The client of the engine that runs now.</summary>
    public DurableTaskClient Client => Engine.Client;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        engine = await StartEngineAsync(cancellationToken);
        watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await watching.WaitAsync(cancellationToken);
        if (engine is not null)
        {
            await engine.StopAsync(cancellationToken);
        }
    }

    // The container knows it twice, as itself and as a hosted service, and disposes it for each.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await stop.CancelAsync();
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        stop.Dispose();
    }

    private async Task<DurableEngine> StartEngineAsync(CancellationToken cancellation)
    {
        LocalClock clock = services.GetRequiredService<LocalClock>();
        DataConverter converter = services.GetRequiredService<DataConverter>();
        DurableTaskHandlers handlers = DurableHandlers.For(app, services.GetRequiredService<FunctionInvoker>(), converter, services);
        DurableEngineOptions options = (app.Options.Embedded?.Engine ?? new DurableEngineOptions()) with
        {
            HubName = app.HostJson.HubName,
            DefaultVersion = app.HostJson.DefaultVersion,
            ExceptionProperties = services.GetService<IExceptionPropertiesProvider>(),
        };
        DurableEngine starting = new(
            options,
            Journal(options),
            handlers,
            converter,
            clock,
            services.GetRequiredService<WorkTracker>(),
            services.GetRequiredService<ILoggerFactory>());
        try
        {
            await starting.StartAsync(cancellation);
        }
        catch
        {
            await starting.DisposeAsync();
            throw;
        }

        DurableHttpAddress.Register(starting.Client, Authority);
        return starting;
    }

    private IJournalStore Journal(DurableEngineOptions options) => app.Options.Embedded?.Journal
        ?? new AzureJournalStore(storage.Tables(), storage.Blobs(), options.HubName, options.InfrastructureTime);

    private string Authority() =>
        services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? throw new InvalidOperationException("The host does not listen yet, so the Durable HTTP API has no address.");

    private async Task WatchAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await engine!.Completion.WaitAsync(stop.Token);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (HubOwnershipLostException lost)
            {
                GiveUp(new LocalHostException(
                    $"Another host has taken over the durable work of hub {app.HostJson.HubName}, so this one stops. "
                    + "Run one host per data folder, or give each its own --data and --azurite-ports.", lost));
                return;
            }
            catch (JournalDamagedException damaged)
            {
                GiveUp(new LocalHostException(
                    $"The durable journal cannot be read: {damaged.Message} Move {app.Options.DataPath} away to start empty, or put a copy of it back.", damaged));
                return;
            }
#pragma warning disable CA1031 // the engine's state is in its journal, so it goes on from there whatever stopped it
            catch (Exception failure)
#pragma warning restore CA1031
            {
                log.LogWarning("The durable engine stopped ({Reason}) and starts again from its journal.", failure.Message.Split('\n')[0]);
                log.LogDebug(failure, "What stopped the durable engine.");
                await RestartAsync();
            }
        }
    }

    private async Task RestartAsync()
    {
        await engine!.DisposeAsync();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                engine = await StartEngineAsync(stop.Token);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is not (HubOwnershipLostException or JournalDamagedException))
            {
                log.LogWarning("The durable engine cannot start yet ({Reason}); trying again.", failure.Message.Split('\n')[0]);
                await Task.Delay(RestartDelay, stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private void GiveUp(LocalHostException why)
    {
        log.LogCritical("{Reason}", why.Message);
        Environment.ExitCode = 1;
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }
}
