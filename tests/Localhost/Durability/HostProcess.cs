using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Boai.Tests.Localhost.Durability;

/// <summary>The sample host as a process of its own, which a test may kill, stop and wake.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    public const int SigStop = 19;
    public const int SigCont = 18;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    private readonly Process process;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> awaited = new();
    private readonly ConcurrentQueue<string> errors = new();

    private HostProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? string.Empty);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Gone();
    }

    public int Id => process.Id;

    /// <summary>Starts it; <see cref="Heard(string)"/> "ready" tells when it serves.</summary>
    public static HostProcess Start(string connection, string folder, double leaseSeconds)
    {
        // By the tests' own runtime configuration, which names every framework that the host needs.
        string bin = AppContext.BaseDirectory;
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "exec", "--runtimeconfig", Path.Combine(bin, "Boai.Tests.runtimeconfig.json"), "--depsfile", Path.Combine(bin, "Boai.Tests.deps.json"),
            Path.Combine(bin, "Boai.SampleHost.dll"), connection, folder, leaseSeconds.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // its pipes would outlive a killed process
        HostProcess host = new(new Process { StartInfo = start });
        host.process.Start();
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    public static async Task<HostProcess> StartReadyAsync(string connection, string folder, double leaseSeconds)
    {
        HostProcess host = Start(connection, folder, leaseSeconds);
        await host.HearAsync("ready");
        return host;
    }

    public void Tell(string command)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
    }

    /// <summary>The first line that begins so.</summary>
    public async Task<string> HearAsync(string beginning)
    {
        try
        {
            return await Awaited(beginning).Task.WaitAsync(Patience);
        }
        catch (Exception unheard) when (unheard is TimeoutException or IOException)
        {
            throw new TimeoutException($"The host did not say '{beginning}': {unheard.Message}\n{string.Join('\n', errors.TakeLast(20))}");
        }
    }

    public void Kill() => process.Kill();

    public void Signal(int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private TaskCompletionSource<string> Awaited(string beginning)
        => awaited.GetOrAdd(beginning, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }

        string[] words = line.Split(' ');
        Awaited(words[0]).TrySetResult(line);
        if (words.Length > 1)
        {
            Awaited($"{words[0]} {words[1]}").TrySetResult(line);
        }
    }

    private void Gone()
    {
        // What it has said is read before those who wait are told that nothing more will come.
        process.WaitForExit();
        foreach (TaskCompletionSource<string> unheard in awaited.Values)
        {
            unheard.TrySetException(new IOException("the process has ended"));
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SendSignal(int processId, int signal);
}
