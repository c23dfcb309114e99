using System.Security.Cryptography;
using System.Text;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;

namespace Boai.Workflows.AnnualRollup;

/// <summary>The contributions of a unit in a period, in canonical order, as they are kept and hashed: what a figure is made of, and proves it (I-42, I-43).</summary>
/// <remarks>Order: metric, then id, both ordinal. One line of JSON each, so that every member is under the hash, ids and quantities above all.</remarks>
public static class SealedList
{
    /// <summary>Puts contributions into canonical order.</summary>
    public static IReadOnlyList<KpiContribution> Order(IEnumerable<KpiContribution> contributions) =>
        [.. contributions.OrderBy(one => one.Metric, StringComparer.Ordinal).ThenBy(one => one.Id, StringComparer.Ordinal)];

    /// <summary>The canonical text of contributions, whatever order they come in.</summary>
    public static string Write(IEnumerable<KpiContribution> contributions) => string.Concat(Order(contributions).Select(one => CaseJson.Write(one) + "\n"));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<KpiContribution> Read(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(CaseJson.Read<KpiContribution>)];

    /// <summary>SHA-256 of the canonical text, in lower-case hexadecimal.</summary>
    public static string HashOf(IEnumerable<KpiContribution> contributions) => HashOf(Write(contributions));

    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
