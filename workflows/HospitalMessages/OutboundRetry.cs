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
/// <param name="PauseSeconds">From each sending to the next; the last one repeats.</param>
/// <param name="LastsSeconds">From the first sending to the telephone.</param>
public sealed record OutboundRetry(IReadOnlyList<int> PauseSeconds, int LastsSeconds)
{
    /// <summary>The ladder of a policy.</summary>
    /// <param name="isHold">Whether it is R03.</param>
    /// <param name="at">The first sending.</param>
    public static OutboundRetry Of(bool isHold, DateTimeOffset at, PolicyPack pack)
    {
        DateOnly on = ChinaCalendar.DateOf(at);
        return isHold
            ? new OutboundRetry([pack.Seconds(PolicyKeys.OrganHoldRetrySec, on)], pack.Seconds(PolicyKeys.OrganHoldAckSec, on))
            : new OutboundRetry(
                [.. pack.Numbers(PolicyKeys.HospitalRetryMinutes, on).Select(minutes => minutes * 60)], pack.Hours(PolicyKeys.HospitalRetryHours, on) * 3600);
    }

    /// <summary>What comes after so many sendings.</summary>
    /// <param name="sendings">How often it was sent, at least once.</param>
    public OutboundNext Next(DateTimeOffset firstSentAt, int sendings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sendings, 1);
        DateTimeOffset end = firstSentAt.AddSeconds(LastsSeconds);
        DateTimeOffset again = firstSentAt.AddSeconds(Enumerable.Range(0, sendings).Sum(index => (long)PauseSeconds[Math.Min(index, PauseSeconds.Count - 1)]));
        return again < end ? new OutboundNext(OutboundStep.SendAgain, again) : new OutboundNext(OutboundStep.Phone, end);
    }
}
