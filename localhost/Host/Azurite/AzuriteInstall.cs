using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Boai.Localhost.Host;

/// <summary>Installs the pinned Azurite, once per user and version, outside the repository.</summary>
/// <remarks>Several programs may come here at once: one installs, the others wait for it by the lock file.</remarks>
internal sealed class AzuriteInstall(string source, string cache, Action<string> say)
{
    private static readonly string[] Files = ["package.json", "package-lock.json", "launch.cjs"];

    /// <summary>What the host ships, and where this user's programs may keep what they can fetch again.</summary>
    public static AzuriteInstall Default(Action<string> say) =>
        new(Path.Combine(AppContext.BaseDirectory, "azurite"), Path.Combine(CacheFolder(), "boai-localhost"), say);

    /// <returns>The folder that holds launch.cjs and node_modules.</returns>
    /// <exception cref="LocalHostException">It cannot be installed.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellation)
    {
        string folder = Path.Combine(cache, "azurite-" + Fingerprint());
        if (IsComplete(folder))
        {
            return folder;
        }

        await NodeTools.CheckAsync(cancellation);
        using FileStream one = await LockAsync(folder + ".lock", cancellation);
        if (!IsComplete(folder))
        {
            await InstallAsync(folder, cancellation);
        }

        return folder;
    }

    private static string CacheFolder() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg)
            ? xdg
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : Path.GetTempPath();

    private static bool IsComplete(string folder) => File.Exists(Path.Combine(folder, "complete"));

    // Another lock file, or another launcher, is another installation.
    private string Fingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Files)
        {
            string path = Path.Combine(source, file);
            hash.AppendData(File.Exists(path)
                ? File.ReadAllBytes(path)
                : throw new LocalHostException($"{path} is missing; build the app again."));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellation)
    {
        bool said = false;
        while (true)
        {
            try
            {
                Directory.CreateDirectory(cache);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException denied)
            {
                throw CannotWrite(denied);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!said)
                {
                    said = true;
                    say("Waiting for another program that is installing Azurite …");
                }

                await Task.Delay(200, cancellation);
            }
            catch (IOException failure)
            {
                throw CannotWrite(failure);
            }
        }
    }

    private LocalHostException CannotWrite(Exception cause) => new(
        $"Azurite cannot be installed into {cache} ({cause.Message}); make that folder writable, or set XDG_CACHE_HOME to another one.", cause);

    private async Task InstallAsync(string folder, CancellationToken cancellation)
    {
        // What an earlier, interrupted attempt left is of no use.
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (string file in Files)
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file));
        }

        say($"Installing the storage emulator Azurite into {folder} (first start only) …");
        long begun = Stopwatch.GetTimestamp();
        using Timer progress = new(_ => say($"… still installing, {Seconds(begun)} s"), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        (int code, string output) = await NodeTools.RunAsync(
                "npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder, cancellation)
            ?? throw new LocalHostException("npm was not found. It comes with Node.js: install that from https://nodejs.org, then start again.");
        if (code != 0)
        {
            throw new LocalHostException(
                $"npm could not install Azurite: {FirstError(output)} Check the network and the registry ('npm config get registry'), then start again.");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "complete"), "", cancellation);
        say($"Azurite is installed ({Seconds(begun)} s).");
    }

    private static string Seconds(long begun) => Stopwatch.GetElapsedTime(begun).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static string FirstError(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string line = lines.FirstOrDefault(line => line.StartsWith("npm error", StringComparison.OrdinalIgnoreCase) && !line.Contains("error code", StringComparison.OrdinalIgnoreCase))
            ?? lines.FirstOrDefault()
            ?? "it gave no reason";
        return line.EndsWith('.') ? line : line + ".";
    }
}
