using System.Security.Cryptography;
using System.Text;
using Boai.Workflows.Shared;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Which aided cases are called on (回访抽样).</summary>
/// <remarks>
/// Handbook §5.2 state 9 asks for at least 10 %. Drawn from the case number by a hash, so that nobody picks the cases and a replay draws
/// the same. A share drawn at exactly the minimum would lie below it half of the time, so half as much again is drawn, and every case
/// that was paid urgently.
/// </remarks>
public static class FollowUpSample
{
    /// <summary>Whether the case is in the sample.</summary>
    public static bool Draws(CaseNumber number, bool paidUrgently, CasePolicy policy)
    {
        if (paidUrgently)
        {
            return true;
        }

        decimal drawn = policy.For(PolicyKeys.ReliefFollowUpSamplePercent).Percent() * 1.5m;
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes("follow-up|" + number.Value));
        return BitConverter.ToUInt32(hash, 0) % 10_000 < drawn * 100;
    }
}
