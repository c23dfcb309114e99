using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Functions.HardshipRelief;

/// <summary>One line of the public list (公示表), as anybody may read it (handbook §12.6).</summary>
/// <param name="ListingId">Says nothing of the case; objections name it.</param>
/// <param name="Unit">Unit code of whose list it is.</param>
/// <param name="Name">Masked.</param>
/// <param name="Place">Down to the village, without a house number.</param>
/// <param name="Cause">The kind of need; null where a minor is concerned.</param>
/// <param name="AmountFen">Proposed, in fen.</param>
/// <param name="LastDay">Objections are taken until 24:00 of this Beijing day; null in the moments before the days are counted.</param>
/// <param name="Renewed">Whether the list hangs again after an objection.</param>
public sealed record PublicLine(
    string ListingId, string Unit, string Name, string Place, string? Cause, long AmountFen, DateOnly ListedOn, DateOnly? LastDay, bool Renewed);

/// <summary>The list on the web: a read model, one row per run of a case. A line leaves the web when its time is over; the case keeps what was listed.</summary>
internal sealed class PublicList(AppStorage storage, PlatformKeys keys)
{
    private const string Prefix = "pub_";

    private TableClient Table => storage.Table(ReliefTables.PublicList);

    /// <summary>The id of a visit's line: the same for a repeated step.</summary>
    public string IdOf(CaseNumber number, int stateVersion) => OpaqueId.Of(
        Prefix, HMACSHA256.HashData(keys.For(KeyPurpose.PublicLists), Encoding.ASCII.GetBytes($"{number.Value}|{stateVersion}")));

    /// <summary>Puts a line up or brings it up to date.</summary>
    /// <param name="expiresOn">First Beijing day on which the web shows it no more.</param>
    public async Task Show(PublicLine line, CaseNumber number, DateOnly expiresOn, CancellationToken cancellation)
    {
        TableEntity row = new(line.Unit, line.ListingId) { ["Case"] = number.Value, ["ExpiresOn"] = Text(expiresOn) };
        row.SetText("Line", CaseJson.Write(line));
        await Table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation);
    }

    public Task TakeDown(UnitCode unit, string listingId, CancellationToken cancellation) =>
        Table.DeleteEntityAsync(unit.Value, listingId, ETag.All, cancellation);

    /// <summary>What a unit's list shows on a day, the newest first.</summary>
    public async Task<IReadOnlyList<PublicLine>> Of(UnitCode unit, DateOnly today, CancellationToken cancellation)
    {
        List<PublicLine> lines = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {unit.Value} and ExpiresOn gt {Text(today)}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            lines.Add(CaseJson.Read<PublicLine>(row.GetText("Line")));
        }

        return [.. lines.OrderByDescending(line => line.ListedOn).ThenBy(line => line.ListingId, StringComparer.Ordinal)];
    }

    /// <returns>The case of a line, or null when the web does not show it.</returns>
    public async Task<CaseNumber?> CaseOf(UnitCode unit, string listingId, DateOnly today, CancellationToken cancellation) =>
        OpaqueId.Fits(listingId, Prefix)
        && await Table.Find(unit.Value, listingId, cancellation) is { } row
        && string.CompareOrdinal(row.GetString("ExpiresOn"), Text(today)) > 0
            ? CaseNumber.Parse(row.GetString("Case"))
            : null;

    /// <summary>Removes lines whose time on the web is over.</summary>
    public async Task RemoveExpired(DateOnly today, CancellationToken cancellation)
    {
        string filter = TableClient.CreateQueryFilter($"ExpiresOn le {Text(today)}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Tables of the programme.</summary>
internal static class ReliefTables
{
    public const string PublicList = "reliefpubliclist";

    public static StorageNames All { get; } = new([PublicList, Households.StaffPersons.TableName], []);
}
