using System.Diagnostics;
using System.Globalization;

namespace Boai.Localhost.Host;

/// <summary>Sees to it that Azurite listens while the host runs: finds it, starts it, starts it again, and stops what a host started.</summary>
internal sealed class AzuriteKeeper(AzuritePorts ports, string workspace, Action<string> say, Action<LocalHostException> giveUp) : IAsyncDisposable
{
    private const int Attempts = 3;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource stop = new();
    private Task watching = Task.CompletedTask;
    private AzuriteProcess? own;

    /// <summary>The process that a host started; null while another program's Azurite is used.</summary>
    public int? ProcessId => own?.Id;

    /// <exception cref="LocalHostException">It cannot be had; the message says what to do.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        (AzuriteState state, int port) = await AzuriteProbe.AskAsync(ports, cancellation);
        switch (state)
        {
            case AzuriteState.Obstructed:
                throw new LocalHostException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Port {port}, which the storage emulator needs, is taken by another program, or only a part of Azurite listens on {ports}; stop it or choose others with --azurite-ports <blob,queue,table>."));
            case AzuriteState.Running:
                own = AzuriteProcess.FindLeftBehind(workspace);
                say(own is null
                    ? $"Using the Azurite that already listens on {ports}; it is not stopped with this host."
                    : $"Using the Azurite that an earlier start left running on {ports}.");
                break;
            default:
                own = await LaunchAsync(cancellation);
                break;
        }

        watching = Task.Run(() => own is null ? WatchForeignAsync() : WatchOwnAsync(), CancellationToken.None);
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await watching;
        if (own is not null && !await own.StopAsync())
        {
            say("Azurite did not end when asked and was killed; what it was told in the last seconds may be lost.");
        }

        own?.Dispose();
        own = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
    }

    private async Task<AzuriteProcess> LaunchAsync(CancellationToken cancellation)
    {
        if (AzuriteProcess.FindLeftBehind(workspace) is { } elsewhere)
        {
            // Two on one workspace would overwrite each other's files.
            say("Stopping the Azurite that an earlier start left running on other ports.");
            await elsewhere.StopAsync();
            elsewhere.Dispose();
        }

        await NodeTools.CheckAsync(cancellation);
        string install = await AzuriteInstall.Default(say).EnsureAsync(cancellation);
        return await AzuriteProcess.StartAsync(install, workspace, ports, cancellation);
    }

    private async Task WatchOwnAsync()
    {
        int shortLives = 0;
        try
        {
            while (true)
            {
                long begun = Stopwatch.GetTimestamp();
                await own!.WaitForExitAsync(stop.Token);
                shortLives = Stopwatch.GetElapsedTime(begun) < ShortLife ? shortLives + 1 : 0;
                if (shortLives > Attempts)
                {
                    giveUp(new LocalHostException(
                        $"Azurite ended again and again, so the host stops. Its log is {Path.Combine(workspace, "azurite.log")}; start again when its cause is gone."));
                    return;
                }

                say("Azurite has ended unexpectedly; it is started again, and work goes on when it listens.");
                await RelaunchAsync();
                say("Azurite listens again.");
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        catch (LocalHostException failure)
        {
            giveUp(new LocalHostException($"Azurite has ended and cannot be started again, so the host stops: {failure.Message}", failure));
        }
    }

    private async Task RelaunchAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                AzuriteProcess ended = own!;
                own = await LaunchAsync(stop.Token);
                ended.Dispose();
                return;
            }
            catch (LocalHostException) when (attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), stop.Token);
            }
        }
    }

    // Another program's emulator has another workspace, so starting one here would show an empty storage.
    private async Task WatchForeignAsync()
    {
        bool wasThere = true;
        try
        {
            while (true)
            {
                await Task.Delay(LookEvery, stop.Token);
                bool isThere = (await AzuriteProbe.AskAsync(ports, stop.Token)).State == AzuriteState.Running;
                if (isThere != wasThere)
                {
                    say(isThere
                        ? "Azurite listens again."
                        : $"The Azurite on {ports}, which this host did not start, is gone; start it again, and work goes on.");
                    wasThere = isThere;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
