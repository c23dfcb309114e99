using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Boai.Localhost.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boai.Bench;

/// <summary>An engine on an Azurite account, whose requests are counted.</summary>
internal sealed class MeasuredEngine : IAsyncDisposable
{
    private MeasuredEngine(string connection)
    {
        Requests = new();
        HttpClientTransport transport = new(Requests);
        AzureJournalStore store = new(
            new TableServiceClient(connection, new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } }),
            new BlobServiceClient(connection, new BlobClientOptions { Transport = transport, Retry = { MaxRetries = 0 } }),
            "Bench", TimeProvider.System);
        Engine = new(
            new DurableEngineOptions { HubName = "Bench" }, store, Handlers(), JsonDataConverter.Default, TimeProvider.System, new WorkTracker(),
            NullLoggerFactory.Instance);
    }

    public DurableEngine Engine { get; }

    public DurableTaskClient Client => Engine.Client;

    public RequestCounter Requests { get; }

    public static async Task<MeasuredEngine> StartAsync(string connection)
    {
        MeasuredEngine made = new(connection);
        await made.Engine.StartAsync(CancellationToken.None);
        return made;
    }

    /// <summary>Starts orchestrations at once and waits for all.</summary>
    /// <returns>How long each took, in milliseconds.</returns>
    public async Task<double[]> RunAllAsync(string name, int count, object? input = null)
    {
        return await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            long begun = Stopwatch.GetTimestamp();
            await RunAsync(name, input);
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }));
    }

    public async Task RunAsync(string name, object? input = null)
    {
        string id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        OrchestrationMetadata end = await Client.WaitForInstanceCompletionAsync(id);
        if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
        {
            throw new InvalidOperationException($"{name} ended {end.RuntimeStatus}: {end.FailureDetails}");
        }
    }

    public async ValueTask DisposeAsync() => await Engine.DisposeAsync();

    private static DurableTaskHandlers Handlers()
    {
        DurableTaskHandlers handlers = new();
        handlers.AddOrchestrator("Sequence", async context =>
        {
            string text = "x";
            for (int step = 0; step < 5; step++)
            {
                text = await context.CallActivityAsync<string>("Echo", text + step);
            }

            return text;
        });
        handlers.AddOrchestrator("SlowSequence", async context =>
        {
            for (int step = 0; step < 5; step++)
            {
                await context.CallActivityAsync<string>("Slow", "x");
            }

            return null;
        });
        handlers.AddOrchestrator("FanOut", async context =>
        {
            string[] all = await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(number => context.CallActivityAsync<string>("Echo", $"n{number}")));
            return all.Length;
        });
        handlers.AddOrchestrator("Nothing", _ => Task.FromResult<object?>("done"));
        handlers.AddOrchestrator("AwaitEvent", async context => await context.WaitForExternalEvent<string>("go"));
        handlers.AddOrchestrator("Sleep", async context =>
        {
            await context.CreateTimer(context.GetInput<DateTime>(), CancellationToken.None);
            return null;
        });
        handlers.AddActivity("Echo", (call, _) => Task.FromResult(call.SerializedInput));
        handlers.AddActivity("Slow", async (call, cancellation) =>
        {
            await Task.Delay(Random.Shared.Next(5, 16), cancellation);
            return call.SerializedInput;
        });
        return handlers;
    }
}

/// <summary>Counts requests to the storage by what they do, and how large those are that write.</summary>
internal sealed class RequestCounter() : DelegatingHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
{
    private readonly ConcurrentQueue<(long Bytes, double Milliseconds)> writes = new();
    private int reads;

    public int Reads => reads;

    public IReadOnlyCollection<(long Bytes, double Milliseconds)> Writes => [.. writes];

    public void Reset()
    {
        writes.Clear();
        reads = 0;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        long begun = Stopwatch.GetTimestamp();
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
        {
            Interlocked.Increment(ref reads);
        }
        else
        {
            writes.Enqueue((request.Content?.Headers.ContentLength ?? 0, Stopwatch.GetElapsedTime(begun).TotalMilliseconds));
        }

        return answer;
    }
}
