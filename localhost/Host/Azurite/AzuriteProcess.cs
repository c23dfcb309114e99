using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Boai.Localhost.Host;

/// <summary>An Azurite that a host started: this one, or an earlier one that was killed and left it behind.</summary>
internal sealed class AzuriteProcess : IDisposable
{
    /// <summary>The file in its workspace that says which process it is.</summary>
    public const string MarkerName = "azurite.process.json";

    private const int SigTerm = 15;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly string workspace;
    private readonly bool isChild;

    private AzuriteProcess(Process process, string workspace, bool isChild)
    {
        this.process = process;
        this.workspace = workspace;
        this.isChild = isChild;
    }

    public int Id => process.Id;

    /// <summary>Starts it and waits until all three services answer.</summary>
    /// <exception cref="LocalHostException">It ended, or did not answer in time.</exception>
    public static Task<AzuriteProcess> StartAsync(string install, string workspace, AzuritePorts ports, CancellationToken cancellation) =>
        StartAsync(install, workspace, ports, [], new Dictionary<string, string>(), cancellation);

    /// <summary>Starts it with further arguments and variables and waits until all three services answer.</summary>
    /// <exception cref="LocalHostException">It ended, or did not answer in time.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        string install,
        string workspace,
        AzuritePorts ports,
        IReadOnlyList<string> moreArguments,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellation)
    {
        Directory.CreateDirectory(workspace);
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = workspace,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            Path.Combine(install, "launch.cjs"), "--location", workspace, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobHost", "127.0.0.1", "--blobPort", Text(ports.Blob),
            "--queueHost", "127.0.0.1", "--queuePort", Text(ports.Queue),
            "--tableHost", "127.0.0.1", "--tablePort", Text(ports.Table), .. moreArguments,
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start) ?? throw new LocalHostException("Node.js did not start.");
        AzuriteProcess azurite = new(process, workspace, isChild: true);
        try
        {
            await azurite.WaitUntilReadyAsync(ports, cancellation);
            await azurite.WriteMarkerAsync(cancellation);
            return azurite;
        }
        catch
        {
            await azurite.StopAsync();
            azurite.Dispose();
            throw;
        }
    }

    /// <returns>The Azurite that an earlier host left running on this workspace, or null.</returns>
    public static AzuriteProcess? FindLeftBehind(string workspace)
    {
        string marker = MarkerOf(workspace);
        if (!File.Exists(marker))
        {
            return null;
        }

        try
        {
            Marker? left = JsonSerializer.Deserialize<Marker>(File.ReadAllText(marker));
            Process process = Process.GetProcessById(left!.Id);

            // Ids are used again; the same id with another beginning is another program.
            if (Math.Abs((process.StartTime.ToUniversalTime() - left.StartedAt).TotalSeconds) < 2)
            {
                return new AzuriteProcess(process, workspace, isChild: false);
            }
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or JsonException or NullReferenceException)
        {
            return null;
        }

        return null;
    }

    public Task WaitForExitAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>Asks it to save and end, and waits for that.</summary>
    /// <returns>False when it had to be killed.</returns>
    public async Task<bool> StopAsync()
    {
        bool ended = true;
        if (!process.HasExited)
        {
            Ask();
            using CancellationTokenSource bound = new(StopTimeout);
            try
            {
                await process.WaitForExitAsync(bound.Token);
            }
            catch (OperationCanceledException)
            {
                ended = false;
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        File.Delete(MarkerOf(workspace));
        return ended;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    public void Dispose() => process.Dispose();

    private static string MarkerOf(string workspace) => Path.Combine(workspace, MarkerName);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private void Ask()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Signal(process.Id, SigTerm);
        }
        else if (isChild)
        {
            process.StandardInput.WriteLine("stop");
        }
        else
        {
            process.Kill();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Signal(int processId, int signal);

    private async Task WaitUntilReadyAsync(AzuritePorts ports, CancellationToken cancellation)
    {
        long begun = Stopwatch.GetTimestamp();
        while ((await AzuriteProbe.AskAsync(ports, cancellation)).State != AzuriteState.Running)
        {
            if (process.HasExited)
            {
                throw new LocalHostException($"Azurite ended at once: {LastWords()} Its log is {LogFile}.");
            }

            if (Stopwatch.GetElapsedTime(begun) > StartTimeout)
            {
                throw new LocalHostException($"Azurite does not answer {StartTimeout.TotalSeconds:0} s after its start: {LastWords()} Its log is {LogFile}.");
            }

            await Task.Delay(50, cancellation);
        }
    }

    private string LogFile => Path.Combine(workspace, "azurite.log");

    private string LastWords()
    {
        string? last = File.Exists(LogFile) ? File.ReadLines(LogFile).LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) : null;
        return last is null ? "it gave no reason." : last.TrimEnd('.') + ".";
    }

    private async Task WriteMarkerAsync(CancellationToken cancellation)
    {
        string json = JsonSerializer.Serialize(new Marker(process.Id, process.StartTime.ToUniversalTime()));
        await File.WriteAllTextAsync(MarkerOf(workspace), json, cancellation);
    }

    private sealed record Marker(int Id, DateTime StartedAt);
}
