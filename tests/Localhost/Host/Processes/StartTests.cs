using Boai.Localhost.Host;
using Boai.Localhost.Testing;
using Boai.Tests.Support;

namespace Boai.Tests.Localhost.Host.Processes;

/// <summary>How a host starts, and what can be chosen about it.</summary>
public sealed class StartTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_first_start_installs_Azurite_and_says_so_and_the_next_one_has_it()
    {
        string installed = await AzuriteInstall.Default(_ => { }).EnsureAsync(CancellationToken.None);
        using AppFolder folder = new();
        folder.RealNode();
        folder.Tool("npm", $"echo once >> {folder["npm.log"]}; exec /bin/ln -s {installed}/node_modules node_modules");
        (string, string)[] environment = [("PATH", folder.Tools), ("XDG_CACHE_HOME", folder.Cache)];
        await using (AppProcess app = await AppProcess.StartReadyAsync(folder, null, environment))
        {
            Assert.StartsWith($"Installing the storage emulator Azurite into {folder.Cache}", app.Output[0], StringComparison.Ordinal);
            Assert.EndsWith("(first start only) …", app.Output[0], StringComparison.Ordinal);
            Assert.StartsWith("Azurite is installed (", app.Output.First(line => !line.StartsWith('…') && line != app.Output[0]), StringComparison.Ordinal);
            Assert.Equal("hello", await app.Http.GetStringAsync("api/hello"));
            app.Signal(AppProcess.SigInt);
            await app.StoppedAsync();
        }

        await using AppProcess next = await AppProcess.StartReadyAsync(folder, null, environment);

        Assert.DoesNotContain(next.Output, line => line.Contains("install", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["once"], await File.ReadAllLinesAsync(folder["npm.log"]));
        next.Signal(AppProcess.SigInt);
        await next.StoppedAsync();
    }

    [Fact]
    public async Task An_Azurite_that_listens_already_is_used_and_left_running_and_a_second_host_on_the_same_data_is_refused()
    {
        TestAzurite foreign = await azurite.GetAsync();
        using AppFolder folder = new(hostJson: AppFolder.HostJson.Replace("Sample", "ForeignAzurite", StringComparison.Ordinal));
        string[] arguments = ["--port", "0", "--data", folder.Data, "--azurite-ports", foreign.Ports.ToString()];
        await using AppProcess app = await AppProcess.StartReadyAsync(folder, arguments);

        await using AppProcess second = AppProcess.Start(folder, arguments);

        Assert.Equal(
            $"Another host uses the data folder {folder.Data}; stop it, or give this one its own with --data <folder>, --port <n> and --azurite-ports free.",
            await second.RefusalAsync());
        await app.HearAsync($"Using the Azurite that already listens on {foreign.Ports}; it is not stopped with this host.");
        app.Signal(AppProcess.SigTerm);
        await app.StoppedAsync();
        Assert.True(AppProcess.IsAlive(foreign.ProcessId));
    }

    [Fact]
    public async Task Options_come_from_flags_then_environment_then_local_settings()
    {
        using AppFolder folder = new(settings: """
            { "Values": { "SampleSchedule": "0 0 0 1 1 *", "Localhost:TimeZone": "Asia/Tokyo", "Localhost:AzuritePorts": "free", "Localhost:Data": "/nowhere" } }
            """);

        await using AppProcess app = await AppProcess.StartReadyAsync(
            folder, ["--time-zone", "Asia/Shanghai"], ("Localhost__Data", folder.Data), ("Localhost__Port", "0"));

        Assert.Contains(" Asia/Shanghai", await app.HearAsync("  Clock "), StringComparison.Ordinal);
        Assert.Equal($"  Data     {folder.Data}", await app.HearAsync("  Data "));
        Assert.DoesNotContain("10000,10001,10002", await app.HearAsync("  Storage "), StringComparison.Ordinal);
        Assert.True(AppProcess.IsAlive(app.AzuriteId));
        app.Signal(AppProcess.SigInt);
        await app.StoppedAsync();
    }

    [Fact]
    public async Task Help_lists_the_options_and_starts_nothing()
    {
        using AppFolder folder = new();

        await using AppProcess app = AppProcess.Start(folder, ["--help"]);

        Assert.Equal(0, await app.ExitCodeAsync());
        Assert.Equal(CommandLine.Help, string.Join('\n', app.Output));
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public void A_port_on_the_command_line_goes_before_a_setting_even_if_it_is_the_default_one()
    {
        LocalHostOptions named = CommandLine.Parse(["--port", "7071"])!;
        LocalHostOptions open = CommandLine.Parse([])!;

        Assert.Equal(7071, CommandLine.WithSettings(named, Setting).Port);
        Assert.Equal(7072, CommandLine.WithSettings(open, Setting).Port);
        Assert.Equal(7071, CommandLine.WithSettings(open, _ => null).Port);

        static string? Setting(string key) => key == "Localhost:Port" ? "7072" : null;
    }

    [Fact]
    public void The_app_s_own_settings_pass_the_host_by()
    {
        LocalHostOptions options = CommandLine.Parse(["Section:Key=value", "--data=/tmp/x", "Other:Key", "two"])!;

        Assert.Equal(["Section:Key=value", "Other:Key=two"], options.AppArguments);
        Assert.Equal("/tmp/x", options.DataPath);
    }
}
