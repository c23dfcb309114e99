using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace Boai.Functions.Audit;

/// <summary>Lines and tips as table rows.</summary>
internal static class AccessRow
{
    public static TableEntity ToEntity(string partition, int sequence, DateTimeOffset at, AccessLine line, string previous, string mark) =>
        new(partition, RowKey(partition, sequence))
        {
            ["At"] = at,
            ["Who"] = line.Who,
            ["Role"] = line.Role,
            ["Unit"] = line.Unit,
            ["What"] = line.What,
            ["Fields"] = line.Fields,
            ["Purpose"] = line.Purpose,
            ["Case"] = line.Case,
            ["Result"] = line.Result,
            ["From"] = line.From,
            ["BreakGlass"] = line.BreakGlass,
            ["Previous"] = previous,
            ["Mark"] = mark,
        };

    public static AccessLine ToLine(TableEntity row) => new(
        row.GetString("Who"), row.GetString("Role"), row.GetString("Unit"), row.GetString("What"), row.GetString("Fields"),
        row.GetString("Purpose"), row.GetString("Case"), row.GetString("Result"), row.GetString("From"), row.GetBoolean("BreakGlass") ?? false);

    public static TableEntity Tip(string partition, byte[] key, int count, string last) => new(partition, TipKey(partition))
    {
        ["Count"] = count,
        ["Last"] = last,
        ["Mark"] = TipMark(key, partition, count, last),
    };

    public static string TipMark(byte[] key, string partition, int count, string last) => Convert.ToHexStringLower(
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"tip|{partition}|{count}|{last}"))));

    public static string RowKey(string partition, int sequence) => string.Create(CultureInfo.InvariantCulture, $"{partition}|{sequence:D8}");

    public static string TipKey(string partition) => partition + "|tip";

    public static bool IsTip(TableEntity row) => row.RowKey.EndsWith("|tip", StringComparison.Ordinal);
}
