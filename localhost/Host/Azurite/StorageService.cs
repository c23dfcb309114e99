using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Boai.Localhost.Host;

/// <summary>Has data folder and storage ready before anything else starts, and ends them after everything else has stopped.</summary>
internal sealed class StorageService(IServiceProvider services) : IHostedService, IAsyncDisposable
{
    private DataFolder? folder;
    private AzuriteKeeper? azurite;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        HostedApp app = services.GetRequiredService<HostedApp>();
        if (app.IsEmbedded)
        {
            return;
        }

        folder = DataFolder.Open(app.Options.DataPath);
        azurite = new AzuriteKeeper(
            app.Options.AzuritePorts ?? AzuritePorts.Default, Path.Combine(app.Options.DataPath, "azurite"), Console.Out.WriteLine, GiveUp);
        await azurite.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Not bounded by the host's patience: what Azurite has not saved is lost.
        if (azurite is not null)
        {
            await azurite.StopAsync();
        }

        folder?.Dispose();
    }

    private void GiveUp(LocalHostException why)
    {
        Console.Error.WriteLine(why.Message);
        Environment.ExitCode = 1;
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }

        folder?.Dispose();
    }
}
