using System.Security.Cryptography;
using Boai.Localhost.Host;
using Boai.Tests.Support;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The npm package <c>@azure/service-bus</c>, pinned by the lock file beside the driver; installed once per user and version.</summary>
internal static class OfficialClientInstall
{
    private const string Source = "tests/Localhost/ServiceBus/client";
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <returns>The folder that holds client.mjs and node_modules.</returns>
    public static Task<string> FolderAsync() => Installed.Value;

    private static async Task<string> InstallAsync()
    {
        string source = Path.Combine(RepositoryTree.Root, Source);
        string[] files = [.. Directory.EnumerateFiles(source).Order(StringComparer.Ordinal)];
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)]))[..12];
        string cache = Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "boai-tests");
        string folder = Path.Combine(cache, "service-bus-client-" + fingerprint);
        if (File.Exists(Path.Combine(folder, "complete")))
        {
            return folder;
        }

        // Made whole beside its place and then moved there, so that two test runs at once cannot meet half of one.
        Directory.CreateDirectory(cache);
        string making = Directory.CreateDirectory(Path.Combine(cache, "making-" + Guid.NewGuid().ToString("N"))).FullName;
        foreach (string file in files)
        {
            File.Copy(file, Path.Combine(making, Path.GetFileName(file)));
        }

        Console.Out.WriteLine($"Installing the official Service Bus client for the tests into {folder} (first run only) …");
        (int code, string output) = await NodeTools.RunAsync(
                "npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], making, CancellationToken.None)
            ?? throw new InvalidOperationException("npm was not found. It comes with Node.js, which Azurite needs too.");
        if (code != 0)
        {
            Directory.Delete(making, recursive: true);
            throw new InvalidOperationException($"npm could not install @azure/service-bus: {output}");
        }

        await File.WriteAllTextAsync(Path.Combine(making, "complete"), "");
        try
        {
            Directory.Move(making, folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, "complete")))
        {
            Directory.Delete(making, recursive: true); // another run was faster
        }

        return folder;
    }
}
