using System.Globalization;
using System.Runtime.InteropServices;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Boai.Localhost.Engine;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>The broker alone, without a Functions host; without a storage connection messages live as long as it does.</summary>
internal static class BrokerProgram
{
    private const string StoreName = "BoaiServiceBus";
    private const string Usage = "Usage: dotnet run --project localhost/ServiceBus -- <servicebus.json> [port] [storage connection string]";

    private static async Task<int> Main(string[] args)
    {
        if (args is not [string path, ..] || args.Length > 3)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            return await RunAsync(path, args);
        }
        catch (Exception unusable) when (unusable is ServiceBusConfigurationException or IOException or JournalOwnershipException or FormatException)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return 1;
        }
    }

    private static async Task<int> RunAsync(string path, string[] args)
    {
        using ILoggerFactory logs = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
        ServiceBusBrokerOptions options = new()
        {
            Configuration = ServiceBusConfiguration.Load(path),
            Port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : ServiceBusBrokerOptions.DefaultPort,
        };
        IMessageJournal journal = args.Length > 2
            ? new StoredMessageJournal(Store(args[2]), logs.CreateLogger<StoredMessageJournal>())
            : new MemoryMessageJournal().NewWriter();
        await using ServiceBusBroker broker = new(options, journal, TimeProvider.System, null, logs);
        await broker.StartAsync(CancellationToken.None);
        Console.WriteLine($"Ready: {options.ConnectionString}");

        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await Task.WhenAny(stop.Task, broker.Completion);
        return broker.Completion.IsFaulted ? 1 : 0;

        static AzureJournalStore Store(string connection) =>
            new(new TableServiceClient(connection), new BlobServiceClient(connection), StoreName, TimeProvider.System);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }
}
