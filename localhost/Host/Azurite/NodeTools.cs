using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Boai.Localhost.Host;

/// <summary>Node.js and npm of this machine.</summary>
internal static class NodeTools
{
    public const int LeastMajorVersion = 20;

    /// <exception cref="LocalHostException">Node.js is missing or too old.</exception>
    public static async Task CheckAsync(CancellationToken cancellation)
    {
        (int code, string output) = await RunAsync("node", ["--version"], null, cancellation)
            ?? throw new LocalHostException(string.Create(
                CultureInfo.InvariantCulture,
                $"Node.js was not found. The storage emulator Azurite needs version {LeastMajorVersion} or later: install it from https://nodejs.org, then start again."));
        string version = output.Trim().TrimStart('v');
        if (code != 0 || !int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major))
        {
            throw new LocalHostException($"Node.js does not say its version ('node --version' gave '{output.Trim()}'); repair or reinstall it, then start again.");
        }

        if (major < LeastMajorVersion)
        {
            throw new LocalHostException(string.Create(
                CultureInfo.InvariantCulture,
                $"Node.js {version} is too old. The storage emulator Azurite needs version {LeastMajorVersion} or later: install it from https://nodejs.org, then start again."));
        }
    }

    /// <returns>Exit code and what was written to both outputs; null when there is no such program.</returns>
    public static async Task<(int Code, string Output)?> RunAsync(
        string program, IReadOnlyList<string> arguments, string? folder, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (OperatingSystem.IsWindows() && program == "npm")
        {
            // On Windows npm is a script.
            start.FileName = "cmd.exe";
            start.ArgumentList.Add("/c");
            start.ArgumentList.Add("npm");
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.WorkingDirectory = folder ?? "";
        try
        {
            using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            try
            {
                await process.WaitForExitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
