using System.Security.Cryptography;
using System.Text;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>Identifiers of the form <c>{prefix}-{unit}-{12 hex digits of the decision's hash}</c>.</summary>
internal static class DecidedId
{
    private const string ZonePrefix = "CQZ";
    private const int HashBytes = 6;

    public static string Compose(string prefix, UnitCode unit, string decisionId)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}|{unit.Value}|{decisionId}"));
        return $"{prefix}-{unit.Value.Replace("-", "", StringComparison.Ordinal)}-{Convert.ToHexString(hash.AsSpan(0, HashBytes))}";
    }

    /// <summary>The unit in an identifier that was composed here or has been checked for its form.</summary>
    public static UnitCode UnitOf(string value)
    {
        string field = value.Split('-')[1];
        return UnitCode.Parse(field.StartsWith(ZonePrefix, StringComparison.Ordinal) ? $"CQZ-{field[ZonePrefix.Length..]}" : field);
    }
}
