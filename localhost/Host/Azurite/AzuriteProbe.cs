
namespace Boai.Localhost.Host;

/// <summary>What listens on the emulator's ports.</summary>
internal enum AzuriteState
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>Azurite, on all three.</summary>
    Running,

    /// <summary>On some only, or something else.</summary>
    Obstructed,
}

/// <summary>Asks the emulator's ports who they are.</summary>
internal static class AzuriteProbe
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <returns>The state and, where obstructed, a port to blame.</returns>
    public static async Task<(AzuriteState State, int Port)> AskAsync(AzuritePorts ports, CancellationToken cancellation)
    {
        (int Port, bool? IsAzurite)[] answers = await Task.WhenAll(
            AskAsync(ports.Blob, cancellation), AskAsync(ports.Queue, cancellation), AskAsync(ports.Table, cancellation));
        if (answers.All(answer => answer.IsAzurite is null))
        {
            return (AzuriteState.Absent, 0);
        }

        return answers.All(answer => answer.IsAzurite == true)
            ? (AzuriteState.Running, 0)
            : (AzuriteState.Obstructed, answers.OrderBy(answer => answer.IsAzurite == false ? 0 : 1).First(answer => answer.IsAzurite is not null).Port);
    }

    /// <returns>Null when nothing listens.</returns>
    private static async Task<(int Port, bool? IsAzurite)> AskAsync(int port, CancellationToken cancellation)
    {
        try
        {
            // Any answer will do: it is refused for want of a signature, and says by whom.
            using HttpResponseMessage answer = await Http.GetAsync(
                new Uri($"http://127.0.0.1:{port}/devstoreaccount1?comp=list"), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (port, answer.Headers.TryGetValues("Server", out IEnumerable<string>? server)
                && server.Any(name => name.Contains("Azurite", StringComparison.OrdinalIgnoreCase)));
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConnectionError)
        {
            return (port, null);
        }
        catch (Exception other) when (other is HttpRequestException or IOException || (other is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return (port, false);
        }
    }
}
