using Boai.Localhost.ServiceBus;
using Microsoft.Extensions.Logging;

// The broker alone, without a Functions host:
//   dotnet run --project localhost/ServiceBus -- <servicebus.json> [port]
if (args is not [string configuration, ..] || args.Length > 2)
{
    Console.Error.WriteLine("Usage: Boai.Localhost.ServiceBus <servicebus.json> [port]");
    return 2;
}

using ILoggerFactory logs = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Debug));
ServiceBusBrokerOptions options = new()
{
    Configuration = ServiceBusConfiguration.Load(configuration),
    Port = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5672,
};
await using ServiceBusBroker broker = new(options, new MemoryMessageJournal().NewWriter(), TimeProvider.System, null, logs);
await broker.StartAsync(CancellationToken.None);
TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
using var term = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal => { signal.Cancel = true; stop.TrySetResult(); });
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.TrySetResult(); };
await stop.Task;
return 0;
