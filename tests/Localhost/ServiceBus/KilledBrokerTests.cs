using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Boai.Tests.Support;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>A broker process, its messages in Azurite, ended as by a power cut.</summary>
public sealed class KilledBrokerTests(AzuriteFixture azurite) : IDisposable
{
    private const string Queues = """
        { "UserConfig": { "Namespaces": [ { "Name": "n", "Queues": [
          { "Name": "kept", "Properties": { "MaxDeliveryCount": 5 } },
          { "Name": "once", "Properties": { "RequiresDuplicateDetection": true, "DuplicateDetectionHistoryTimeWindow": "P1D" } },
          { "Name": "sessions", "Properties": { "RequiresSession": true } } ] } ] } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("killed-broker-").FullName;
    private readonly int port = TestBroker.FreePort();

    private readonly List<Process> started = [];

    /// <summary>A test that fails leaves no broker behind either.</summary>
    public void Dispose()
    {
        foreach (Process process in started)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_accepted_is_still_there_after_kill_9()
    {
        string storage = await azurite.NewAccountAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "servicebus.json"), Queues);
        Process first = await StartAsync(storage);
        await using (OfficialClient client = await OfficialClient.ConnectAsync(Connection))
        {
            for (int message = 0; message < 40; message++)
            {
                await client.DoAsync("sendOne", new { queue = "kept", message = new { body = message, messageId = $"m{message:00}" } });
            }

            await client.DoAsync("sendOne", new { queue = "once", message = new { body = "x", messageId = "same" } });
            await client.DoAsync("sendOne", new { queue = "kept", message = new { bytes = 1_000_000, messageId = "large" } });
            await client.DoAsync("sendOne", new { queue = "sessions", message = new { body = "x", messageId = "s", sessionId = "s1" } });
            await client.DoAsync("acceptSession", new { link = "s", queue = "sessions", session = "s1" });
            await client.DoAsync("setState", new { link = "s", state = "kept too" });
            await client.DoAsync("schedule", new { queue = "kept", at = DateTimeOffset.UtcNow.AddDays(1).ToString("O"), messages = new[] { new { body = "later", messageId = "later" } } });
            await client.DoAsync("open", new { link = "r", queue = "kept" });
            foreach (JsonNode message in await client.ReceiveAsync("r", 3))
            {
                await client.DoAsync((string)message["messageId"]! == "m01" ? "deadLetter" : "complete", new { link = "r", of = (string)message["messageId"]!, reason = "Bad" });
            }

            Assert.Equal("m03", (string)(await client.ReceiveOneAsync("r"))["messageId"]!); // received, not settled
            first.Kill(); // SIGKILL
            await first.WaitForExitAsync();
        }

        await StartAsync(storage);
        await using OfficialClient again = await OfficialClient.ConnectAsync(Connection);
        await again.DoAsync("open", new { link = "r", queue = "kept" });
        JsonArray kept = (await again.DoAsync("peek", new { link = "r", count = 100 }))!.AsArray();
        Assert.Equal(
            [.. Enumerable.Range(3, 37).Select(n => $"m{n:00}"), "large", "later"],
            kept.Select(message => (string)message!["messageId"]!));
        Assert.Equal(1, (int)kept[0]!["deliveryCount"]!); // the delivery before the kill counts
        Assert.Equal(7_000_000, (int)kept[37]!["sum"]!);
        Assert.Equal("scheduled", (string)kept[38]!["state"]!);

        await again.DoAsync("open", new { link = "d", queue = "kept", dead = true });
        JsonNode dead = Assert.Single((await again.DoAsync("peek", new { link = "d", count = 100 }))!.AsArray())!;
        Assert.Equal(("m01", "Bad"), ((string)dead["messageId"]!, (string)dead["deadLetterReason"]!));

        await again.DoAsync("acceptSession", new { link = "s", queue = "sessions", session = "s1" });
        Assert.Equal("kept too", (string)(await again.DoAsync("getState", new { link = "s" }))!);
        await again.DoAsync("sendOne", new { queue = "once", message = new { body = "x", messageId = "same" } });
        await again.DoAsync("open", new { link = "o", queue = "once" });
        Assert.Single((await again.DoAsync("peek", new { link = "o", count = 100 }))!.AsArray());
    }

    [Fact]
    public async Task A_declaration_that_cannot_be_used_ends_the_program_with_one_line()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "servicebus.json"), Queues.Replace("\"MaxDeliveryCount\": 5", "\"MaxDeliveryCount\": 0", StringComparison.Ordinal));
        Process process = Launch([]);
        string output = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Equal(
            $"{Path.Combine(folder, "servicebus.json")}: Queue 'kept': MaxDeliveryCount must be a whole number from 1 to 2000 (it is 0).", output.Trim());
    }

    private string Connection => string.Create(
        CultureInfo.InvariantCulture,
        $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;");

    private async Task<Process> StartAsync(string storage)
    {
        Process process = Launch([storage]);
        string said = "";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said += line + Environment.NewLine;
            if (line.StartsWith("Ready: ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return process;
            }
        }

        throw new InvalidOperationException($"The broker did not start: {said}{await process.StandardError.ReadToEndAsync()}");
    }

    private Process Launch(string[] rest)
    {
        Process process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Boai.Localhost.ServiceBus.dll"),
                Path.Combine(folder, "servicebus.json"),
                port.ToString(CultureInfo.InvariantCulture),
                .. rest,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" }, // its pipes would outlive a killed process
        })!;
        started.Add(process);
        return process;
    }
}
