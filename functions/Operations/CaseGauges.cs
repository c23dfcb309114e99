using System.Diagnostics.Metrics;
using Boai.Functions.Cases;

namespace Boai.Functions.Operations;

/// <summary>The branch's own metrics: how cases stand. Codes and counts only.</summary>
/// <remarks>
/// A count is shown until the next one should have come and no longer: an instance that no longer counts must fall silent, for the alarm
/// on silence to ring.
/// </remarks>
public sealed class CaseGauges
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boai.Cases";

    /// <summary>A little more than the time between two counts (<see cref="CaseWatch"/>).</summary>
    internal static readonly TimeSpan Shown = TimeSpan.FromMinutes(35);

    private readonly TimeProvider _time;
    private readonly Counter<long> _repaired;
    private Counted _last = new(DateTimeOffset.MinValue, [], [], []);

    public CaseGauges(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        Meter meter = meters.Create(MeterName);
        meter.CreateObservableGauge("boai.cases.open", () => Now.Open, "{case}", "Open cases by programme and state.");
        meter.CreateObservableGauge("boai.clocks.overdue", () => Now.Overdue, "{task}", "Open tasks whose time is over, by programme.");
        meter.CreateObservableGauge("boai.cases.stuck", () => Now.Stuck, "{case}", "Open cases that no orchestration carries, by programme and cause.");
        _repaired = meter.CreateCounter<long>("boai.cases.repaired", "{case}", "Orchestrations of stuck cases that were started or restarted.");
    }

    private Counted Now => _time.GetUtcNow() - _last.At <= Shown ? _last : Counted.Nothing;

    internal void Repaired(string programme, StuckCause cause) => _repaired.Add(1, Tag("programme", programme), Tag("cause", cause.ToString()));

    /// <param name="programmes">Every programme of the app: one without overdue tasks is counted too, as nought.</param>
    internal void Count(IEnumerable<string> programmes, IReadOnlyList<WorklistCase> open, IReadOnlyList<(string Programme, StuckCause Cause)> stuck)
    {
        DateTimeOffset now = _time.GetUtcNow();
        _last = new Counted(
            now,
            [.. open.GroupBy(one => (one.Programme, one.State)).Select(group => new Measurement<long>(
                group.Count(), Tag("programme", group.Key.Programme), Tag("state", group.Key.State)))],
            [.. programmes.Union(open.Select(one => one.Programme)).Select(programme => new Measurement<long>(
                open.Where(one => one.Programme == programme).Sum(one => one.Tasks.Count(task => task.Clock.IsOverAt(now))), Tag("programme", programme)))],
            [.. stuck.GroupBy(one => one).Select(group => new Measurement<long>(
                group.Count(), Tag("programme", group.Key.Programme), Tag("cause", group.Key.Cause.ToString())))]);
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private sealed record Counted(
        DateTimeOffset At, IReadOnlyList<Measurement<long>> Open, IReadOnlyList<Measurement<long>> Overdue, IReadOnlyList<Measurement<long>> Stuck)
    {
        public static Counted Nothing { get; } = new(DateTimeOffset.MinValue, [], [], []);
    }
}
