using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Boai.Tests.Support;

namespace Boai.Tests.Infra;

/// <summary>Runs the Bicep compiler of the package on a copy of <c>infra/</c>, because some of its commands write beside what they read.</summary>
public sealed class BicepCompiler : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "boai-infra-" + Path.GetRandomFileName());
    private readonly Dictionary<string, JsonNode> _snapshots = new(StringComparer.Ordinal);

    public BicepCompiler()
    {
        string[] files = [.. RepositoryTree.Files("infra", "*"), "host.json", "servicebus.json"];
        foreach (string file in files)
        {
            string copy = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(RepositoryTree.Root, file), copy);
        }
    }

    /// <summary>The copy's counterpart of the repository's root.</summary>
    public string Root => _folder;

    /// <summary>Ends a test here where the compiler does not run.</summary>
    public static void SkipWhereItCannotRun()
    {
        if (!OperatingSystem.IsLinux() || System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Skip("The Bicep compiler comes from the package Azure.Bicep.CommandLine.linux-x64, which runs on Linux x64 alone.");
        }
    }

    /// <returns>Exit code, and what was printed to either stream.</returns>
    public (int Code, string Output) Run(params string[] arguments)
    {
        SkipWhereItCannotRun();
        ProcessStartInfo start = new(Executable(), arguments)
        {
            WorkingDirectory = Path.Combine(_folder, "infra"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = _folder; // the compiler keeps a profile of its start there
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1"; // a bare machine has no ICU
        foreach (string setting in start.Environment.Keys.Where(name => name.StartsWith("AZURE_", StringComparison.Ordinal) || name.StartsWith("BOAI_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(setting); // the parameter files' own values are what is checked
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>Runs a command that has to end well and say nothing.</summary>
    public void MustPass(params string[] arguments)
    {
        (int code, string output) = Run(arguments);
        Assert.True(code == 0 && output.Trim().Length == 0, $"bicep {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    /// <summary>Every resource that a parameter file leads to, with its expressions evaluated as far as they can be before a deployment.</summary>
    public IReadOnlyList<JsonObject> Resources(string environment)
    {
        if (!_snapshots.TryGetValue(environment, out JsonNode? snapshot))
        {
            MustPass("snapshot", $"main.{environment}.bicepparam", "--mode", "overwrite", "--location", "southeastasia",
                "--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "00000000-0000-0000-0000-000000000002");
            snapshot = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "infra", $"main.{environment}.snapshot.json")))!;
            Assert.Empty(snapshot["diagnostics"]!.AsArray());
            _snapshots.Add(environment, snapshot);
        }

        return [.. snapshot["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Executable()
    {
        string path = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "BicepPath").Value!;
        Assert.True(File.Exists(path), $"No Bicep compiler at {path}. Run dotnet restore.");
        const UnixFileMode Runnable = UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(path).HasFlag(Runnable))
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Runnable); // a package archive need not keep the mode
        }

        return path;
    }
}
