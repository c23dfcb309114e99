using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Boai.Tests.Localhost.Host.Processes;

/// <summary>What keeps a host from starting is said in a line that says what to do, with exit code 1 and no stack trace.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(null, "Node.js was not found. The storage emulator Azurite needs version 20 or later: install it from https://nodejs.org, then start again.")]
    [InlineData("echo v18.20.4", "Node.js 18.20.4 is too old. The storage emulator Azurite needs version 20 or later: install it from https://nodejs.org, then start again.")]
    [InlineData("echo broken; exit 3", "Node.js does not say its version ('node --version' gave 'broken'); repair or reinstall it, then start again.")]
    public async Task Node_missing_too_old_or_broken(string? script, string line)
    {
        using AppFolder folder = new();
        if (script is not null)
        {
            folder.Tool("node", script);
        }

        await using AppProcess app = AppProcess.Start(folder, null, ("PATH", folder.Tools));

        Assert.Equal(line, await app.RefusalAsync());
    }

    [Theory]
    [InlineData(null, "npm was not found. It comes with Node.js: install that from https://nodejs.org, then start again.")]
    [InlineData(
        "echo 'npm error code EAI_AGAIN' >&2; echo 'npm error request to the registry failed' >&2; exit 1",
        "npm could not install Azurite: npm error request to the registry failed. Check the network and the registry ('npm config get registry'), then start again.")]
    public async Task Azurite_cannot_be_installed(string? script, string line)
    {
        using AppFolder folder = new();
        folder.RealNode();
        if (script is not null)
        {
            folder.Tool("npm", script);
        }

        await using AppProcess app = AppProcess.Start(folder, null, ("PATH", folder.Tools), ("XDG_CACHE_HOME", folder.Cache));

        Assert.Equal(line, await app.RefusalAsync());
    }

    [Fact]
    public async Task The_HTTP_port_is_taken()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using AppFolder folder = new();

        await using AppProcess app = AppProcess.Start(folder, ["--port", port, "--azurite-ports", "free", "--data", folder.Data]);

        Assert.Equal(
            $"Port {port} on 127.0.0.1 is taken by another program, perhaps an earlier start of this host; stop that one or choose another port with --port <n>.",
            await app.RefusalAsync());
    }

    [Fact]
    public async Task A_port_of_Azurite_is_taken_by_another_program()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        Task hangingUp = HangUpAsync(other);
        using AppFolder folder = new();
        Boai.Localhost.Host.AzuritePorts ports = Boai.Localhost.Host.AzuritePorts.Free() with { Queue = port };

        await using AppProcess app = AppProcess.Start(folder, ["--port", "0", "--azurite-ports", ports.ToString(), "--data", folder.Data]);

        Assert.StartsWith($"Port {port}, which the storage emulator needs, is taken by another program", await app.RefusalAsync(), StringComparison.Ordinal);
        other.Stop();
        await hangingUp;
    }

    [Fact]
    public async Task The_data_folder_cannot_be_written()
    {
        using AppFolder folder = new();
        await File.WriteAllTextAsync(folder["file"], "");
        string data = Path.Combine(folder["file"], "data");

        await using AppProcess app = AppProcess.Start(folder, ["--port", "0", "--azurite-ports", "free", "--data", data]);

        string line = await app.RefusalAsync();
        Assert.StartsWith($"The data folder {data} cannot be written (", line, StringComparison.Ordinal);
        Assert.EndsWith("make it writable or choose another with --data <folder>.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"version\": ", AppFolder.Settings, "host.json is not valid JSON: ")]
    [InlineData("""{ "extensions": { "queues": { "batchSize": 50 } } }""", AppFolder.Settings, "host.json: extensions.queues.batchSize must be a number from 1 to 32.")]
    [InlineData("""{ "logging": { "logLevel": { "default": "Loud" } } }""", AppFolder.Settings, "host.json: logging.logLevel.default: 'Loud' is no log level.")]
    [InlineData(AppFolder.HostJson, "{ \"Values\": [] }", "local.settings.json: Values must be an object.")]
    [InlineData(AppFolder.HostJson, "no JSON", "local.settings.json is not valid JSON: ")]
    [InlineData(AppFolder.HostJson, "{ \"IsEncrypted\": true, \"Values\": {} }", "local.settings.json is encrypted; the local host reads plain settings only")]
    public async Task A_file_of_settings_is_wrong(string hostJson, string settings, string problem)
    {
        using AppFolder folder = new(hostJson: hostJson, settings: settings);

        await using AppProcess app = AppProcess.Start(folder);

        Assert.Contains(problem, await app.RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--portt", "1", "Unknown option --portt; --help lists the options, and the app's settings are given as Section:Key=value.")]
    [InlineData("--port", "65536", "--port: '65536' will not do; give a number from 0 to 65535.")]
    [InlineData("--time-zone", "Asia/Nowhere", "--time-zone: this machine knows no time zone 'Asia/Nowhere'; give an IANA name such as Asia/Shanghai.")]
    public async Task An_option_is_wrong(string name, string value, string line)
    {
        using AppFolder folder = new();

        await using AppProcess app = AppProcess.Start(folder, [name, value]);

        Assert.Equal(line, await app.RefusalAsync());
    }

    [Fact]
    public async Task A_function_cannot_be_hosted()
    {
        using AppFolder folder = new(settings: """{ "Values": { "SampleSchedule": "99 * * * * *" } }""");

        await using AppProcess app = AppProcess.Start(folder);

        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Equal("These functions cannot be hosted:", app.Errors[0]);
        Assert.StartsWith("  HoldTimer, parameter 'timer': schedule '99 * * * * *': not a cron expression: ", Assert.Single(app.Errors.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_refuses_its_settings_and_what_had_started_is_stopped()
    {
        using AppFolder folder = new();

        await using AppProcess app = AppProcess.Start(folder, null, ("Sample__Refuse", "Sample:Refuse is set. Remove it."));

        Assert.Equal("The app does not start: Sample:Refuse is set. Remove it.", await app.RefusalAsync());
        Assert.Null(Boai.Localhost.Host.AzuriteProcess.FindLeftBehind(folder.Workspace));
        Assert.False(File.Exists(Path.Combine(folder.Workspace, "azurite.process.json")));
        Assert.DoesNotContain(app.Output, line => line.Contains("Hosting failed to start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_defect_of_the_app_keeps_its_stack_trace()
    {
        using AppFolder folder = new();

        await using AppProcess app = AppProcess.Start(folder, null, ("Sample__Refuse", "defect"));

        Assert.NotEqual(0, await app.ExitCodeAsync());
        Assert.Contains(app.Errors, line => line.Contains("InvalidDataException: a defect, not a refusal", StringComparison.Ordinal));
        Assert.Contains(app.Errors, line => line.Contains("   at Boai.SampleApp.Scruples.StartAsync", StringComparison.Ordinal));
        Assert.Null(Boai.Localhost.Host.AzuriteProcess.FindLeftBehind(folder.Workspace));
    }

    [Fact]
    public async Task The_branch_s_app_does_not_start_with_sample_accounts_on_Azure()
    {
        using AppFolder folder = new("Boai.Functions", Support.RepositoryTree.Read("host.json"), """{ "Values": { "Identity:DevelopmentIssuer": "true" } }""");

        await using AppProcess app = AppProcess.Start(
            folder, ["--port", "0", "--service-bus-port", "0", "--azurite-ports", "free", "--data", folder.Data], ("WEBSITE_SITE_NAME", "boai"));

        Assert.Equal(
            "The app does not start: Identity:DevelopmentIssuer is on, and this process runs on Azure. Remove the setting: anybody could sign in as anybody.",
            await app.RefusalAsync());
    }

    private static async Task HangUpAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                (await listener.AcceptTcpClientAsync()).Dispose();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
