using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Boai.Localhost.Engine;
using Boai.SampleHost;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;

// Arguments: connection string, folder for effects, lease in seconds. Commands come by standard input, answers go to standard output:
//   start <id>  ->  accepted <id>
//   wait <id>   ->  ended <id> <status> <output>
// The end of the input is the end of the program. When another host takes over: "lost <reason>", and exit code 3.
(string connection, string folder, double lease) = (args[0], args[1], double.Parse(args[2], CultureInfo.InvariantCulture));
AzureJournalStore store = new(
    new TableServiceClient(connection, new TableClientOptions { Retry = { MaxRetries = 0 } }),
    new BlobServiceClient(connection, new BlobClientOptions { Retry = { MaxRetries = 0 } }),
    "Sample", TimeProvider.System);
using ILoggerFactory logs = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true)
    .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
DurableEngineOptions options = new() { HubName = "Sample", LeaseLength = TimeSpan.FromSeconds(lease), CheckpointAfterEntries = 40 };
await using DurableEngine engine = new(
    options, store, Journey.Handlers(new Effects(folder)), JsonDataConverter.Default, TimeProvider.System, new WorkTracker(), logs);
try
{
    await engine.StartAsync(CancellationToken.None);
    Console.WriteLine("ready");
    // On a thread of its own: a console cannot be read without one that waits.
    await await Task.WhenAny(Task.Run(Obey), engine.Completion);
    return 0;
}
catch (HubOwnershipLostException lost)
{
    Console.WriteLine("lost " + lost.Message);
    return 3;
}

async Task Obey()
{
    while (await Console.In.ReadLineAsync() is { } line)
    {
        string id = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        _ = line.StartsWith("start", StringComparison.Ordinal) ? Start(id) : Wait(id);
    }
}

async Task Start(string id)
{
    try
    {
        StartOrchestrationOptions once = new(id) { DedupeStatuses = ["Pending", "Running", "Completed", "Failed", "Terminated", "Suspended"] };
        await engine.Client.ScheduleNewOrchestrationInstanceAsync(Journey.Name, null, once);
    }
    catch (OrchestrationAlreadyExistsException)
    {
        // Accepted before a crash that kept the answer from being read.
    }

    Console.WriteLine("accepted " + id);
}

async Task Wait(string id)
{
    OrchestrationMetadata end = await engine.Client.WaitForInstanceCompletionAsync(id, true);
    Console.WriteLine($"ended {id} {end.RuntimeStatus} {end.SerializedOutput}");
}
