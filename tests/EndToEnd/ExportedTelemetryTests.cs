using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Boai.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Boai.Tests.EndToEnd;

/// <summary>The very bytes that leave for a collector: all three signals, and nothing of the people in them.</summary>
public sealed class ExportedTelemetryTests
{
    private const string Control = "对照金丝雀鸿鹄";

    [Fact]
    public async Task Traces_metrics_and_logs_arrive_by_OTLP_and_hold_nothing_that_people_told()
    {
        await using Collector collector = await Collector.StartAsync();
        Canaries canaries = new();
        string number;
        await using (BranchApp app = await BranchApp.StartAsync(logLevel: LogLevel.Trace, settings: collector.Settings))
        {
            number = await new CanaryCases(app, canaries).ObjectedToReturnedByTheBankAndPaid();
            await new CanaryCases(app, canaries).RefusedForms();
            DonorJourney journey = await DonorJourney.Report(app);
            await journey.ToNotice();
            await journey.Staff();
            using StringContent nothing = new("{}", Encoding.UTF8, "application/json");
            (await app.Host.Http.PostAsync(new Uri("admin/functions/WatchCases", UriKind.Relative), nothing)).EnsureSuccessStatusCode();
            await app.Settle();
            app.Host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("control").LogInformation("{Text}", Control);
        } // what is not sent yet is sent when the app ends

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], collector.Bodies.Select(body => body.Path).Distinct().Order(StringComparer.Ordinal));
        CanarySearch search = new([.. canaries.All, HospitalBundles.DonorName]);
        Assert.All(collector.Bodies, body => Assert.Empty(search.In(body.Bytes)));

        // Controls: the bytes are those of these cases, and the search reads them.
        Assert.Contains(collector.Of("/v1/traces"), bytes => Has(bytes, "ApplyForRelief"));
        Assert.Contains(collector.Of("/v1/traces"), bytes => Has(bytes, "OrganEvaluateGates"));
        Assert.Contains(collector.Of("/v1/metrics"), bytes => Has(bytes, "boai.cases.open"));
        Assert.Contains(collector.Of("/v1/logs"), bytes => Has(bytes, number));
        Assert.Contains(collector.Of("/v1/logs"), bytes => new CanarySearch([Control]).In(bytes).Count > 0);
    }

    private static bool Has(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>An OTLP collector on 127.0.0.1 that keeps what it gets.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentQueue<(string Path, byte[] Bytes)> _bodies = new();

        private Collector(WebApplication app) => _app = app;

        public IReadOnlyCollection<(string Path, byte[] Bytes)> Bodies => _bodies;

        public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_MAX_QUEUE_SIZE"] = "200000", // virtual weeks pass in seconds: nothing is to be left out
            ["OTEL_BLRP_MAX_QUEUE_SIZE"] = "200000",
        };

        public IEnumerable<byte[]> Of(string path) => _bodies.Where(body => body.Path == path).Select(body => body.Bytes);

        public static async Task<Collector> StartAsync()
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            builder.Logging.ClearProviders();
            WebApplication app = builder.Build();
            Collector collector = new(app);
            app.Run(collector.Take);
            await app.StartAsync();
            return collector;
        }

        public async ValueTask DisposeAsync() => await _app.DisposeAsync();

        private async Task Take(HttpContext http)
        {
            using MemoryStream body = new();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            Assert.False(http.Request.Headers.ContainsKey("Content-Encoding"), "Packed bytes would hide what is looked for.");
            _bodies.Enqueue((http.Request.Path.Value!, body.ToArray()));
        }
    }
}
