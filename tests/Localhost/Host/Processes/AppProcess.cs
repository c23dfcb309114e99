using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Boai.Tests.Localhost.Host.Processes;

/// <summary>An app as its user starts it: a process with arguments, environment, output, signals and an exit code.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process process;
    private readonly AppFolder folder;
    private readonly Lock gate = new();
    private readonly List<string> output = [];
    private readonly List<string> errors = [];
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? http;

    private AppProcess(Process process, AppFolder folder)
    {
        this.process = process;
        this.folder = folder;
        process.OutputDataReceived += (_, line) => Heard(output, line.Data);
        process.ErrorDataReceived += (_, line) => Heard(errors, line.Data);
    }

    public HttpClient Http => http ?? throw new InvalidOperationException("The app does not listen yet.");

    public IReadOnlyList<string> Output => Copy(output);

    public IReadOnlyList<string> Errors => Copy(errors);

    /// <summary>The Azurite that it started.</summary>
    public int AzuriteId => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Workspace, "azurite.process.json"))).RootElement.GetProperty("Id").GetInt32();

    private string Everything => string.Join('\n', Output.Concat(Errors));

    /// <summary>Starts the app on any free ports and its folder's data, unless the arguments say otherwise.</summary>
    public static AppProcess Start(AppFolder folder, string[]? arguments = null, params (string Name, string Value)[] environment)
    {
        // Ctrl-C is ignored by what a shell started in the background; the app is to be told of it wherever the tests run.
        ProcessStartInfo start = new("/usr/bin/env")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(folder.Program),
        };
        string bin = Path.GetDirectoryName(folder.Program)!;
        string[] all =
        [
            "--default-signal=INT", DotNet, "exec", "--runtimeconfig", Path.Combine(bin, "Boai.Tests.runtimeconfig.json"),
            "--depsfile", Path.Combine(bin, "Boai.Tests.deps.json"), folder.Program,
            .. arguments ?? ["--port", "0", "--azurite-ports", "free", "--data", folder.Data],
        ];
        foreach (string argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        AppProcess app = new(new Process { StartInfo = start }, folder);
        app.process.Start();
        app.process.BeginOutputReadLine();
        app.process.BeginErrorReadLine();
        return app;
    }

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<AppProcess> StartReadyAsync(AppFolder folder, string[]? arguments = null, params (string Name, string Value)[] environment)
    {
        AppProcess app = Start(folder, arguments, environment);
        try
        {
            string line = await app.HearAsync(" runs at http://");
            app.http = new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..] + "/"), Timeout = Patience };
            await app.HearAsync("Ctrl-C stops everything.");
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a line of its output that contains this, however long ago it was said.</summary>
    public async Task<string> HearAsync(string part, int times = 1)
    {
        using CancellationTokenSource bound = new(Patience);
        while (true)
        {
            Task next = Next();
            bool ended = process.HasExited;
            if (ended)
            {
                // Until all that it said has been read.
                await process.WaitForExitAsync(bound.Token);
            }

            if (Output.Concat(Errors).Where(line => line.Contains(part, StringComparison.Ordinal)).ElementAtOrDefault(times - 1) is { } found)
            {
                return found;
            }

            Assert.False(ended, $"The app ended and had not said '{part}':\n{Everything}");
            try
            {
                await Task.WhenAny(next, process.WaitForExitAsync(bound.Token)).WaitAsync(bound.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The app has not said '{part}':\n{Everything}");
            }
        }
    }

    public void Signal(int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    public void Kill() => process.Kill();

    public async Task<int> ExitCodeAsync()
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The app does not end:\n{Everything}");
        }

        return process.ExitCode;
    }

    /// <summary>It ended by itself, with a single line on its error output and no stack trace.</summary>
    public async Task<string> RefusalAsync()
    {
        int code = await ExitCodeAsync();
        Assert.True(code == 1, $"Exit code {code}:\n{Everything}");
        Assert.DoesNotContain("   at ", Everything, StringComparison.Ordinal);
        return Assert.Single(Errors);
    }

    /// <summary>It ended as asked.</summary>
    public async Task StoppedAsync()
    {
        int code = await ExitCodeAsync();
        Assert.True(code == 0, $"Exit code {code}:\n{Everything}");
        Assert.Equal("Stopped.", Output[^1]);
        Assert.Empty(Errors);
        Assert.DoesNotContain("   at ", Everything, StringComparison.Ordinal);
    }

    public static bool IsAlive(int id)
    {
        try
        {
            using Process found = Process.GetProcessById(id);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    // The one that runs these tests, not what a changed PATH may lead to.
    private static string DotNet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private Task Next()
    {
        lock (gate)
        {
            return news.Task;
        }
    }

    private IReadOnlyList<string> Copy(List<string> lines)
    {
        lock (gate)
        {
            return [.. lines];
        }
    }

    private void Heard(List<string> lines, string? line)
    {
        lock (gate)
        {
            if (line is not null)
            {
                lines.Add(line);
            }

            // The end of the output is news as well.
            news.TrySetResult();
            news = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SendSignal(int processId, int signal);
}
