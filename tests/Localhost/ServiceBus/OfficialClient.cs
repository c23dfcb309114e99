using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Boai.Tests.Localhost.ServiceBus;

/// <summary>The official JavaScript client in a process of its own, driven step by step.</summary>
internal sealed class OfficialClient : IAsyncDisposable
{
    // Only a broker that does not answer, or a machine under great load, takes so long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly Task<string> complaints;
    private int commands;

    private OfficialClient(Process process)
    {
        this.process = process;
        complaints = process.StandardError.ReadToEndAsync();
    }

    public static async Task<OfficialClient> ConnectAsync(string connection)
    {
        string folder = await OfficialClientInstall.FolderAsync();
        Process process = Process.Start(new ProcessStartInfo("node", ["client.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        OfficialClient client = new(process);
        await client.DoAsync("connect", new { connection });
        return client;
    }

    /// <summary>Lets the client do something that must succeed.</summary>
    public async Task<JsonNode?> DoAsync(string op, object arguments)
    {
        JsonObject answer = await AskAsync(op, arguments);
        return answer["error"] is { } error ? throw new InvalidOperationException($"{op}: {error.ToJsonString()}") : answer["result"];
    }

    /// <summary>Lets the client do something that must fail.</summary>
    /// <returns>The error's code as the client names it.</returns>
    public async Task<string> FailAsync(string op, object arguments)
    {
        JsonObject answer = await AskAsync(op, arguments);
        return answer["error"] is { } error
            ? error["code"]?.GetValue<string>() ?? error.ToJsonString()
            : throw new InvalidOperationException($"{op} succeeded: {answer.ToJsonString()}");
    }

    /// <summary>Receives on a link.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReceiveAsync(string link, int count = 1, int wait = 20_000) =>
        [.. (await DoAsync("receive", new { link, count, wait }))!.AsArray().Select(message => message!)];

    /// <summary>Receives on a link exactly one message.</summary>
    public async Task<JsonNode> ReceiveOneAsync(string link) => Assert.Single(await ReceiveAsync(link));

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using CancellationTokenSource bound = new(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task<JsonObject> AskAsync(string op, object arguments)
    {
        JsonObject command = JsonSerializer.SerializeToNode(arguments)!.AsObject();
        command["id"] = ++commands;
        command["op"] = op;
        await process.StandardInput.WriteLineAsync(command.ToJsonString());
        await process.StandardInput.FlushAsync();
        string line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"The client ended: {await complaints}");
        JsonObject answer = JsonNode.Parse(line)!.AsObject();
        Assert.Equal(commands, answer["id"]!.GetValue<int>());
        return answer;
    }
}
