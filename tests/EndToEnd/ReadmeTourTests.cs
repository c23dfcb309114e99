using System.Diagnostics;
using Boai.Localhost.Testing;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>The tour of the README, pasted into a shell as it stands there.</summary>
public sealed class ReadmeTourTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task The_tour_of_the_readme_ends_with_a_paid_case_and_a_witnessed_donation()
    {
        await using BranchApp app = await BranchApp.StartAsync(realTime: true, serviceBusPort: 0);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tour-"); // the tour leaves its files where a person would look for them
        (int exitCode, string output) result;
        try
        {
            result = await Paste(BlocksOf(RepositoryTree.Read("README.md")), app.Host, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        (int exitCode, string output) = result;
        Assert.True(exitCode == 0, output);
        Assert.Contains("已救助\n", output, StringComparison.Ordinal);
        Assert.Contains("R02: 见证就绪", output, StringComparison.Ordinal);
        Assert.Contains("见证就绪 ●●●●●●●●●●", output, StringComparison.Ordinal);
        Assert.EndsWith("归档\n", output, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"王*明\"", output, StringComparison.Ordinal);
    }

    /// <summary>The code of the blocks that are marked as bash.</summary>
    private static string BlocksOf(string markdown)
    {
        List<string> lines = [];
        bool inside = false;
        foreach (string line in markdown.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = line == "```bash";
            }
            else if (inside)
            {
                lines.Add(line);
            }
        }

        Assert.NotEmpty(lines);
        return string.Join('\n', lines) + "\n";
    }

    private static async Task<(int ExitCode, string Output)> Paste(string script, LocalApp app, string folder)
    {
        ProcessStartInfo bash = new("bash", ["-e", "-o", "pipefail", "-c", script])
        {
            WorkingDirectory = RepositoryTree.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["API"] = app.Http.BaseAddress!.ToString().TrimEnd('/'), ["SERVICE_BUS"] = app.ServiceBus.Options.ConnectionString, ["TMPDIR"] = folder },
        };
        using Process shell = Process.Start(bash)!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync();
        Task<string> errors = shell.StandardError.ReadToEndAsync();
        using CancellationTokenSource late = new(Patience);
        try
        {
            await shell.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            shell.Kill(entireProcessTree: true);
            Assert.Fail($"The tour took longer than {Patience}.");
        }

        string told = await output;
        return (shell.ExitCode, shell.ExitCode == 0 ? told : told + await errors);
    }
}
