using System.Globalization;
using System.Text;
using Boai.Localhost.Engine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>What is printed once everything runs.</summary>
internal static class Banner
{
    public static string Of(HostedApp app, IServiceProvider services)
    {
        string address = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        LocalClock clock = services.GetRequiredService<LocalClock>();
        DateTimeOffset now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), app.TimeZone);
        StringBuilder text = new();
        text.AppendLine();
        text.Append("  ").AppendLine(CultureInfo.InvariantCulture, $"{app.Name} runs at {address}");
        Line("Data", app.Options.DataPath);
        Line("Storage", $"Azurite on {app.Options.AzuritePorts ?? AzuritePorts.Default}");
        Line("Clock", string.Create(
            CultureInfo.InvariantCulture,
            $"{now:yyyy-MM-dd HH:mm:ss} {app.TimeZone.Id}{(clock.Offset > TimeSpan.Zero ? $", {clock.Offset:d\\.hh\\:mm\\:ss} ahead of real time" : "")}"));
        Line("", $"POST {address}/admin/clock/advance {{\"by\":\"1.00:00:00\"}} moves it forward");
        Line("Durable", $"{address}{DurableHttpAddress.Path}/instances");
        List("HTTP", app.Functions.StartedBy<HttpStart>().Select(http => (Address(http.Trigger, address), http.Function.Name)));
        List("Timers", app.Functions.StartedBy<TimerStart>().Select(timer => (timer.Trigger.Schedule.Text, timer.Function.Name)));
        List("Queues", app.Functions.StartedBy<QueueStart>().Select(queue => (queue.Trigger.QueueName, queue.Function.Name)));
        if (app.ServiceBus is { } bus)
        {
            Line("Bus", bus.ConnectionString);
            List("", app.Functions.StartedBy<ServiceBusStart>().Select(message => (message.Trigger.QueueName, message.Function.Name)));
        }

        text.AppendLine();
        text.Append("  Ctrl-C stops everything.");
        return text.ToString();

        void Line(string title, string value) => text.Append("  ").Append(title.PadRight(9)).AppendLine(value);

        void List(string title, IEnumerable<(string What, string Function)> entries)
        {
            List<(string What, string Function)> rows = [.. entries.OrderBy(entry => entry.Function, StringComparer.Ordinal)];
            int width = rows.Select(row => row.What.Length).DefaultIfEmpty().Max();
            foreach ((string what, string function) in rows)
            {
                Line(title, $"{what.PadRight(width)}  {function}");
                title = "";
            }
        }
    }

    private static string Address(HttpStart http, string address) =>
        $"{(http.Methods.Count == 0 ? "ANY" : string.Join(',', http.Methods)),-7} {address}/{http.Pattern.RawText}";
}
