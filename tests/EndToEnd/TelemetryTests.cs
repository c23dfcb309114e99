using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Boai.Functions.HospitalMessages;
using Boai.Functions.Operations;
using Boai.Localhost.ServiceBus;
using Boai.Tests.Support;
using Microsoft.Extensions.Configuration;
using Boai.Workflows.HospitalMessages;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Boai.Tests.EndToEnd;

/// <summary>What operators see of a case's way: functions and store calls in their order, and nothing of the people.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Known = ["faas.invocation_id", "faas.trigger", "error.type", "http.response.status_code", "durabletask.type", "durabletask.task.name", "durabletask.task.instance_id", "durabletask.task.status"];

    [Theory]
    [InlineData("localhost")]
    [InlineData("ftp://127.0.0.1")]
    public void A_collector_that_has_no_address_stops_the_start(string endpoint)
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddTelemetry(Settings(collector: endpoint)));

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_collected_unless_a_collector_is_named()
    {
        Assert.Empty(new ServiceCollection().AddTelemetry(Settings()));
        Assert.NotEmpty(new ServiceCollection().AddTelemetry(Settings(collector: "http://127.0.0.1:4317")));
    }

    [Theory]
    [InlineData("IngestionEndpoint=https://127.0.0.1/")]
    [InlineData("InstrumentationKey=;IngestionEndpoint=https://127.0.0.1/")]
    [InlineData("InstrumentationKey=the key of the branch")]
    public void An_address_at_Azure_Monitor_that_is_none_stops_the_start(string connection)
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddTelemetry(Settings(azure: connection)));

        Assert.Contains("APPLICATIONINSIGHTS_CONNECTION_STRING", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the key of the branch", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_Azure_traces_and_the_branch_s_metrics_go_to_Azure_Monitor_and_logs_only_through_the_host()
    {
        ServiceCollection services = new();
        services.AddTelemetry(Settings(azure: "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://127.0.0.1:9/"));
        await using ServiceProvider built = services.BuildServiceProvider();

        Assert.NotNull(built.GetService<TracerProvider>());
        Assert.NotNull(built.GetService<MeterProvider>());
        Assert.DoesNotContain(services, service => service.ServiceType == typeof(LoggerProvider));
    }

    [Theory]
    [InlineData("Diagnostic-Id")]
    [InlineData("traceparent")]
    public async Task A_hospital_s_trace_goes_on_from_its_message_through_orchestrations_and_activities_to_the_reply(string property)
    {
        ConcurrentQueue<Activity> spans = [];
        using ActivityListener listener = Listen(spans);
        await using BranchApp app = await BranchApp.StartAsync();
        DonorJourney donor = await DonorJourney.Report(app);
        using HospitalQueue queue = new(app, HospitalBundles.Code(1), "city-opo");
        await queue.Register();
        await donor.ToNotice();
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        byte[] body = HospitalBundles.Bytes(donor.Hospital.H01(app.Host.Clock.GetUtcNow()));

        await queue.Put(body, trace: new Dictionary<string, object?> { [property] = $"00-{trace}-00f067aa0ba902b7-01", ["tracestate"] = "his=12" });
        await app.Settle();

        Activity[] seen = [.. spans.Where(span => span.TraceId == trace)];
        Activity received = Assert.Single(seen, span => span.OperationName == "ReceiveHospitalMessage");
        Assert.Equal("00f067aa0ba902b7", received.ParentSpanId.ToString());
        Activity started = Assert.Single(seen, span => span.OperationName == "create_orchestration:HospitalMessageHandling");
        Assert.Equal((received.SpanId, ActivityKind.Producer), (started.ParentSpanId, started.Kind));
        Activity handled = Assert.Single(seen, span => span.OperationName == HospitalActivities.Handle);
        Assert.Equal(started.SpanId, handled.ParentSpanId);
        Activity orchestrated = Assert.Single(seen, span => span.OperationName == "orchestration:HospitalMessageHandling");
        Assert.Equal((started.SpanId, "Completed"), (orchestrated.ParentSpanId, orchestrated.GetTagItem("durabletask.task.status")));
        Assert.All([received, started, handled, orchestrated], span => Assert.Equal("his=12", span.TraceStateString));
        BrokerMessage reply = Assert.Single(await app.Host.ServiceBus.ReceiveAsync(HospitalQueue.Replies, 100, TimeSpan.Zero, TestContext.Current.CancellationToken), message =>
            message.ApplicationProperties.TryGetValue("Diagnostic-Id", out object? id) && ((string)id!).Contains(trace.ToString(), StringComparison.Ordinal));
        Assert.Equal(reply.ApplicationProperties["Diagnostic-Id"], reply.ApplicationProperties["traceparent"]);
        Assert.Equal("his=12", reply.ApplicationProperties["tracestate"]);
    }

    [Fact]
    public async Task A_request_is_the_child_of_its_caller_s_span_and_begins_a_trace_when_it_has_no_caller()
    {
        ConcurrentQueue<Activity> spans = [];
        using ActivityListener listener = Listen(spans);
        await using BranchApp app = await BranchApp.StartAsync();
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        using HttpRequestMessage called = new(HttpMethod.Get, "api/health/live");
        called.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        called.Headers.Add("tracestate", "his=12");

        using HttpResponseMessage first = await app.Host.Http.SendAsync(called, TestContext.Current.CancellationToken);
        Activity heard = Assert.Single(spans, span => span.TraceId == trace);
        Assert.Equal(("00f067aa0ba902b7", "his=12"), (heard.ParentSpanId.ToString(), heard.TraceStateString));

        Activity[] before = [.. spans];
        using HttpResponseMessage second = await app.Host.Http.GetAsync("api/health/live", TestContext.Current.CancellationToken);
        Assert.Contains(spans.Except(before), span => span.OperationName == heard.OperationName && span.ParentSpanId == default);
    }

    [Fact]
    public async Task The_trace_of_an_application_goes_on_days_later_and_in_another_process()
    {
        ConcurrentQueue<Activity> spans = [];
        using ActivityListener listener = Listen(spans);
        await using BranchApp app = await BranchApp.StartAsync();
        ActivityTraceId trace;
        ReliefJourney journey;
        using (Activity applicant = new Activity("an applicant's browser").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            trace = applicant.TraceId;
            journey = await ReliefJourney.Apply(app, ReliefForms.Valid(4713)); // the client sends the trace with its request
        }

        Activity started = Assert.Single(spans, span => span.TraceId == trace && span.OperationName.StartsWith("create_orchestration:", StringComparison.Ordinal));
        Assert.Equal(journey.Number, started.GetTagItem("durabletask.task.instance_id"));

        await app.Host.RestartAsync();
        await journey.ToPublicity();

        Activity published = Assert.Single(spans, span => span.OperationName == "ReliefPublish" && span.TraceId == trace);
        Assert.Equal(started.SpanId, published.ParentSpanId);
    }

    [Fact]
    public async Task What_is_measured_of_messages_says_how_long_a_hold_took_and_why_a_message_was_put_aside()
    {
        await using BranchApp app = await BranchApp.StartAsync();
        using Measured measured = new(app.Host.Services.GetRequiredService<IMeterFactory>());
        app.Host.Services.GetRequiredService<MessageMeters>();
        DonorJourney donor = await DonorJourney.Report(app);
        using HospitalQueue queue = new(app, HospitalBundles.Code(1), "city-opo");
        await queue.Register();
        await donor.ToNotice();
        await donor.Staff();
        await donor.Do(DonorJourney.First, "coordinator", "withdrawConsent", new { relativeId = await donor.Wife() });
        await app.Pass(TimeSpan.FromSeconds(46));
        BranchReply hold = (await queue.Take()).First(reply => reply.Code == "R03");

        await queue.Acknowledge(hold);
        await queue.Acknowledge(hold); // said twice, measured once
        await queue.Send("{}"u8.ToArray(), signature: "AAAA");

        (string Name, double Value, string Tags) latency = Assert.Single(measured.Seen, one => one.Name == "boai.signals.acknowledged" && one.Tags == "signal=R03");
        Assert.InRange(latency.Value, 46, 60);
        Assert.Equal($"reason={PoisonReasons.NotSigned}", Assert.Single(measured.Seen, one => one.Name == "boai.messages.dead").Tags);
    }

    [Fact]
    public async Task Store_calls_are_spans_under_their_function_and_no_span_holds_what_people_told()
    {
        ConcurrentQueue<Activity> spans = [];
        using ActivityListener listener = Listen(spans);
        await using BranchApp app = await BranchApp.StartAsync();

        ReliefJourney journey = await ReliefJourney.Apply(app, ReliefForms.Valid(4711));
        await journey.ToPublicity();

        Activity[] seen = [.. spans]; // of tests that run beside this one too: what holds for one holds for all
        Activity[] applied = [.. seen.Where(span => span.OperationName == "ApplyForRelief")];
        Assert.NotEmpty(applied);
        Assert.Contains(seen, span => span.OperationName.StartsWith("table ", StringComparison.Ordinal) && applied.Any(request => request.SpanId == span.ParentSpanId));
        Activity[] published = [.. seen.Where(span => span.OperationName == "ReliefPublish")];
        Assert.Contains(seen, span => span.Kind == ActivityKind.Client && published.Any(activity => activity.SpanId == span.ParentSpanId));
        Assert.DoesNotContain(seen, span => span.OperationName == "HardshipReliefApplication"); // it replays

        string all = string.Join('\n', seen.Select(span => $"{span.OperationName} {span.DisplayName} {span.StatusDescription} "
            + string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")) + string.Join(' ', span.Baggage.Select(item => $"{item.Key}={item.Value}"))));
        string[] told = ["王小明", SyntheticPeople.ResidentId(4711), SyntheticPeople.Mobile(4711), SyntheticPeople.BankAccount(4711), "解放碑", "患病"];
        Assert.All(told, word => Assert.DoesNotContain(word, all, StringComparison.Ordinal));
        Assert.Empty(seen.SelectMany(span => span.TagObjects.Select(tag => tag.Key)).Except(Known));
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name is Tracing.SourceName or Tracing.StartsSourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static IConfigurationRoot Settings(string? collector = null, string? azure = null) => new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector, ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = azure }).Build();

    /// <summary>What one app measures, and no other that runs beside it.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _seen = [];

        public Measured(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Saw(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Saw(instrument, value, tags));
            _listener.Start();
        }

        public IReadOnlyCollection<(string Name, double Value, string Tags)> Seen => _seen;

        public void Dispose() => _listener.Dispose();

        private void Saw(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _seen.Enqueue((instrument.Name, value, string.Join(';', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
    }
}
