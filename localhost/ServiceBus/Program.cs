using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Boai.Localhost.ServiceBus;

/// <summary>The broker alone, without a Functions host.</summary>
internal static class BrokerProgram
{
    private const string Usage = "Usage: dotnet run --project localhost/ServiceBus -- <servicebus.json> [port]";

    private static async Task<int> Main(string[] args)
    {
        if (args is not [string path, ..] || args.Length > 2)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        using ILoggerFactory logs = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
        ServiceBusBrokerOptions options = new()
        {
            Configuration = ServiceBusConfiguration.Load(path),
            Port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5672,
        };
        await using ServiceBusBroker broker = new(options, new MemoryMessageJournal().NewWriter(), TimeProvider.System, null, logs);
        await broker.StartAsync(CancellationToken.None);

        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await Task.WhenAny(stop.Task, broker.Completion);
        return broker.Completion.IsFaulted ? 1 : 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }
}
