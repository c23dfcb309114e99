using System.Collections.Concurrent;
using System.Diagnostics;
using Boai.Functions.Operations;
using Boai.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.EndToEnd;

/// <summary>What operators see of a case's way: functions and store calls in their order, and nothing of the people.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Known = ["faas.invocation_id", "faas.trigger", "error.type", "http.response.status_code"];

    [Theory]
    [InlineData("localhost")]
    [InlineData("ftp://127.0.0.1")]
    public void A_collector_that_has_no_address_stops_the_start(string endpoint)
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddTelemetry(Settings(endpoint)));

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_collected_unless_a_collector_is_named()
    {
        Assert.Empty(new ServiceCollection().AddTelemetry(Settings(null)));
        Assert.NotEmpty(new ServiceCollection().AddTelemetry(Settings("http://127.0.0.1:4317")));
    }

    [Fact]
    public async Task Store_calls_are_spans_under_their_function_and_no_span_holds_what_people_told()
    {
        ConcurrentQueue<Activity> spans = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
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

    private static IConfigurationRoot Settings(string? endpoint) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint }).Build();
}
