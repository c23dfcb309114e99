using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Boai.Localhost.Host;

namespace Boai.Tests.EndToEnd.Crash;

/// <summary>The app as a developer starts it, a process of its own, killed without warning and started again on the same data.</summary>
internal sealed class KillableHost : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(180);

    // Every five minutes of virtual time over days; the test runs them by hand where they count.
    private static readonly string[] Sweeps = ["SweepRequests", "SettlePayments", "RepairPayments", "WatchCases"];

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentQueue<string> _said = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("boai-crash-");
    private readonly AzuritePorts _azurite;
    private readonly int _port = FreePort();
    private volatile TaskCompletionSource _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    private KillableHost(AzuritePorts azurite) => _azurite = azurite;

    public Uri Address => new($"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}/");

    /// <summary>Completes while the host answers.</summary>
    public Task Serving => _serving.Task;

    public int Kills { get; private set; }

    /// <summary>What the host logged as wrong, over all its lives.</summary>
    public IEnumerable<string> Complaints => _said.Where(line => line.Contains(" ERROR ", StringComparison.Ordinal));

    /// <param name="azurite">Where its storage listens.</param>
    /// <param name="now">What its clock shows at first.</param>
    public static async Task<KillableHost> StartAsync(AzuritePorts azurite, DateTimeOffset now)
    {
        KillableHost host = new(azurite);
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(host._data.FullName, "clock.json"),
                JsonSerializer.Serialize(new { ahead = (now - DateTimeOffset.UtcNow).ToString("c", CultureInfo.InvariantCulture) }));
            await host.LaunchAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it as a power cut would, and starts it again.</summary>
    public async Task KillAndRestartAsync()
    {
        await _one.WaitAsync();
        try
        {
            _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await EndAsync();
            Kills++;
            await LaunchAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The last lines that it said, for a failure's message.</summary>
    public string LastWords() => string.Join('\n', _said.TakeLast(30));

    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync();
        await EndAsync();
        _serving.TrySetException(new ObjectDisposedException(nameof(KillableHost)));
        _data.Delete(recursive: true);
    }

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    private async Task LaunchAsync()
    {
        ProcessStartInfo start = new(Dotnet()) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Boai.Functions.dll"),
            "--port", _port.ToString(CultureInfo.InvariantCulture),
            "--data", _data.FullName,
            "--azurite-ports", _azurite.ToString(),
            "--service-bus-port", "0",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string sweep in Sweeps)
        {
            start.Environment[$"AzureWebJobs.{sweep}.Disabled"] = "true";
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // its pipes would outlive a killed process
        start.Environment["DOTNET_TieredPGO"] = "0"; // it does not live long enough to gain by being measured
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Process process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The host ended."));
        process.Start();
        _process = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(StartPatience);
        }
        catch (Exception unready) when (unready is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"The host did not come up: {unready.Message}\n{LastWords()}", unready);
        }

        _serving.TrySetResult();
    }

    private void Hear(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        _said.Enqueue(line);
        if (line.Contains("Ctrl-C stops everything", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    // The runtime that runs this test, whatever the PATH says: a script in between would be killed in the host's place.
    private static string Dotnet() => Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
