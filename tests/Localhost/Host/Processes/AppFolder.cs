using Boai.Localhost.Host;

namespace Boai.Tests.Localhost.Host.Processes;

/// <summary>A program's folder, its data and its tools, all temporary. Several starts of the app use the same one.</summary>
internal sealed class AppFolder : IDisposable
{
    public const string HostJson = """{ "version": "2.0", "extensions": { "http": { "routePrefix": "api" }, "durableTask": { "hubName": "Sample" } } }""";
    public const string Settings = """{ "IsEncrypted": false, "Values": { "SampleSchedule": "0 0 0 1 1 *" } }""";

    private readonly string root = Directory.CreateTempSubdirectory("app-process-").FullName;

    /// <param name="program">The app's assembly, one of those beside the tests.</param>
    /// <param name="hostJson">Text of host.json; null for none.</param>
    /// <param name="settings">Text of local.settings.json; null for none.</param>
    public AppFolder(string program = "Boai.SampleApp", string? hostJson = HostJson, string? settings = Settings)
    {
        Program = Path.Combine(root, "program", program + ".dll");
        Directory.CreateDirectory(Path.GetDirectoryName(Program)!);
        foreach (string file in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
        {
            string name = Path.GetFileName(file);
            if (name == program + ".dll" || name is "Boai.Tests.deps.json" or "Boai.Tests.runtimeconfig.json")
            {
                // The runtime follows links, and would then look for everything beside what they lead to.
                File.Copy(file, Path.Combine(root, "program", name));
            }
            else if (name is not ("host.json" or "local.settings.json"))
            {
                File.CreateSymbolicLink(Path.Combine(root, "program", name), file);
            }
        }

        Write("program/host.json", hostJson);
        Write("program/local.settings.json", settings);
        Directory.CreateDirectory(Path.Combine(root, "bin"));
    }

    public string Program { get; }

    public string Data => Path.Combine(root, "data");

    public string Cache => Path.Combine(root, "cache");

    /// <summary>A PATH that holds nothing but what <see cref="Tool"/> put there.</summary>
    public string Tools => Path.Combine(root, "bin");

    public string Workspace => Path.Combine(Data, "azurite");

    public string this[string name] => Path.Combine(root, name);

    /// <summary>Puts a shell script where the host looks for programs.</summary>
    public void Tool(string name, string script)
    {
        string path = Path.Combine(Tools, name);
        File.Delete(path);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Puts this machine's Node.js there.</summary>
    public void RealNode()
    {
        string node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "node")).First(File.Exists);
        Tool("node", $"exec {node} \"$@\"");
    }

    public void RemoveTool(string name) => File.Delete(Path.Combine(Tools, name));

    public void Dispose()
    {
        if (AzuriteProcess.FindLeftBehind(Workspace) is { } left)
        {
            left.Kill();
            left.Dispose();
        }

        Directory.Delete(root, recursive: true);
    }

    private void Write(string name, string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(Path.Combine(root, name), text);
        }
    }
}
