using System.Diagnostics.Metrics;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Queue;

namespace Boai.Functions.HospitalMessages;

/// <summary>How the traffic with hospitals goes: what was put aside, and how long a hospital takes to say that it has a signal. Codes only.</summary>
public sealed class MessageMeters
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Boai.Messages";

    // A hold is to be acknowledged within two minutes (handbook §7.3.6), the ladder of the others ends after hours.
    private static readonly InstrumentAdvice<double> Bounds = new() { HistogramBucketBoundaries = [5, 15, 30, 60, 120, 300, 900, 3_600, 14_400] };

    private readonly Counter<long> _dead;
    private readonly Histogram<double> _acknowledged;

    public MessageMeters(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _dead = meter.CreateCounter<long>("boai.messages.dead", "{message}", "Messages that the queue put aside, by reason.");
        _acknowledged = meter.CreateHistogram("boai.signals.acknowledged", "s", "From a signal to the hospital's word that it has it, by signal.", tags: null, Bounds);
    }

    internal void Dead(DeadLetter dead) => _dead.Add(1, new KeyValuePair<string, object?>("reason", dead.ReasonCode));

    internal void Acknowledged(SentMessage message, DateTimeOffset at) =>
        _acknowledged.Record((at - message.At).TotalSeconds, new KeyValuePair<string, object?>("signal", message.Code));
}
