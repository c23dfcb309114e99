using Boai.Workflows.Shared;

namespace Boai.Workflows.HospitalMessages;

/// <summary>What to do about an outbound message that was not acknowledged.</summary>
public enum OutboundStep
{
    SendAgain,

    /// <summary>DUTY phones: for a hold after two minutes, for everything else when the ladder is at its end.</summary>
    Phone,
}

/// <summary>When it is to be done.</summary>
public sealed record OutboundNext(OutboundStep Step, DateTimeOffset At);

/// <summary>Rule 4 of handbook §11.3: 1, 2, 5, 10, 30 minutes and so on for a day; a hold every 15 seconds for two minutes, then the telephone.</summary>
public static class OutboundRetry
{
    /// <summary>What comes after so many sendings.</summary>
    /// <param name="isHold">Whether it is R03.</param>
    /// <param name="firstSentAt">The first sending.</param>
    /// <param name="sendings">How often it was sent, at least once.</param>
    public static OutboundNext Next(bool isHold, DateTimeOffset firstSentAt, int sendings, PolicyPack pack)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sendings, 1);
        DateOnly on = ChinaCalendar.DateOf(firstSentAt);
        DateTimeOffset end = firstSentAt + (isHold
            ? TimeSpan.FromSeconds(pack.Seconds(PolicyKeys.OrganHoldAckSec, on))
            : TimeSpan.FromHours(pack.Hours(PolicyKeys.HospitalRetryHours, on)));
        DateTimeOffset again = firstSentAt + (isHold
            ? TimeSpan.FromSeconds((double)pack.Seconds(PolicyKeys.OrganHoldRetrySec, on) * sendings)
            : Ladder(sendings, pack.Numbers(PolicyKeys.HospitalRetryMinutes, on)));
        return again < end ? new OutboundNext(OutboundStep.SendAgain, again) : new OutboundNext(OutboundStep.Phone, end);
    }

    // The pauses add up; the last one repeats.
    private static TimeSpan Ladder(int sendings, IReadOnlyList<int> pauses)
        => TimeSpan.FromMinutes(Enumerable.Range(0, sendings).Sum(index => (long)pauses[Math.Min(index, pauses.Count - 1)]));
}
