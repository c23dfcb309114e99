using Boai.Workflows.Shared;

namespace Boai.Workflows.HospitalMessages;

/// <summary>Rule 8 of handbook §11.3: a clock that is five minutes off is told, business times in the future are refused.</summary>
public static class ClockSkew
{
    /// <summary>Whether the sender's clock and ours differ by more than what passes without a word.</summary>
    public static bool IsWarned(HospitalEnvelope envelope, PolicyPack pack)
        => envelope.CreatedAt - envelope.ReceivedAt > TimeSpan.FromMinutes(pack.Minutes(PolicyKeys.HospitalSkewWarnMin, On(envelope)));

    /// <summary>Times that lie too far ahead of our clock to have happened. A plan may lie ahead; the reader does not list it here.</summary>
    public static IEnumerable<BusinessTime> Refused(HospitalEnvelope envelope, PolicyPack pack)
    {
        DateTimeOffset latest = envelope.ReceivedAt.AddMinutes(pack.Minutes(PolicyKeys.HospitalSkewRefuseMin, On(envelope)));
        return envelope.BusinessTimes.Append(new BusinessTime(envelope.CreatedAt, "Bundle.timestamp")).Where(time => time.At > latest);
    }

    private static DateOnly On(HospitalEnvelope envelope) => ChinaCalendar.DateOf(envelope.ReceivedAt);
}
