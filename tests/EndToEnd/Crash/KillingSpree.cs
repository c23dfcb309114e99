namespace Boai.Tests.EndToEnd.Crash;

/// <summary>Kills the host at moments drawn from a seed: so many requests after its last start, and a little later.</summary>
internal sealed class KillingSpree(KillableHost host, PatientClient client, int seed, int mostKills) : IAsyncDisposable
{
    private const int FewestRequests = 10;
    private const int MostAtFirst = 45; // so that it meets the applications themselves
    private const int MostRequests = 900;
    private const int LongestDelay = 60;
    private readonly Random _random = new(seed);
    private readonly CancellationTokenSource _over = new();
    private Task _running = Task.CompletedTask;

    public void Begin() => _running = Task.Run(RunAsync);

    /// <summary>Kills the host once more somewhere in the next moments, whatever it does then.</summary>
    public Task KillWithin(int milliseconds)
    {
        int after;
        lock (_random)
        {
            after = _random.Next(milliseconds);
        }

        return Task.Run(async () =>
        {
            await Task.Delay(after);
            await host.KillAndRestartAsync();
        });
    }

    /// <summary>Ends it; a host that is being started again is waited for.</summary>
    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        for (int kill = 0; kill < mostKills; kill++)
        {
            int from = client.Sent;
            int requests;
            int delay;
            lock (_random)
            {
                requests = _random.Next(FewestRequests, kill == 0 ? MostAtFirst : MostRequests);
                delay = _random.Next(LongestDelay);
            }

            while (client.Sent < from + requests)
            {
                if (_over.IsCancellationRequested)
                {
                    return;
                }

                await Task.Delay(2);
            }

            await Task.Delay(delay);
            if (!_over.IsCancellationRequested)
            {
                await host.KillAndRestartAsync();
            }
        }
    }
}
