using Boai.Workflows.Shared;

namespace Boai.Workflows.Partners;

/// <summary>When an event that a partner did not take is sent again.</summary>
/// <param name="PauseSeconds">From each sending to the next; the last one repeats.</param>
/// <param name="LastsSeconds">From the first sending on; afterwards the event is put aside for people.</param>
public sealed record DeliveryLadder(IReadOnlyList<int> PauseSeconds, int LastsSeconds)
{
    /// <summary>The ladder of a policy.</summary>
    public static DeliveryLadder Of(PolicyPack pack, DateOnly on) => new(
        [.. pack.Numbers(PolicyKeys.PartnerRetryMinutes, on).Select(minutes => minutes * 60)], pack.Hours(PolicyKeys.PartnerRetryHours, on) * 3600);

    /// <summary>When to send again.</summary>
    /// <param name="sendings">How often it was sent, at least once.</param>
    /// <param name="now">The partner's answer came now.</param>
    /// <param name="waitSeconds">How long the partner asked to be left alone (Retry-After); 0 when it did not.</param>
    /// <returns>Null when the ladder is at its end: the partner's wish counts as long as it ends before that.</returns>
    public DateTimeOffset? Next(DateTimeOffset first, int sendings, DateTimeOffset now, int waitSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sendings, 1);
        DateTimeOffset own = now.AddSeconds(PauseSeconds[Math.Min(sendings, PauseSeconds.Count) - 1]);
        DateTimeOffset asked = now.AddSeconds(Math.Max(0, waitSeconds));
        DateTimeOffset next = asked > own ? asked : own;
        return next < first.AddSeconds(LastsSeconds) ? next : null;
    }
}
