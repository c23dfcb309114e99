using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Workflows.Shared;

namespace Boai.Functions.Donations;

/// <summary>Finds cases of bodies and corneas by the donation that they follow, or by the name that messages use; and whose they are, by keyed hash.</summary>
internal sealed class DonationIndex(AppStorage storage, CaseNumbers numbers)
{
    public const string TableName = "tissuedonations";

    private TableClient Table => storage.Table(TableName);

    /// <summary>The case that follows a donation: one, however often it is asked for.</summary>
    public async Task<CaseNumber> Claim(BusinessCode business, string follows, UnitCode unit, int year, CancellationToken cancellation)
    {
        string key = Key(business, follows);
        if (await Find(business, follows, cancellation) is { } known)
        {
            return known;
        }

        CaseNumber number = await numbers.Next(business, unit, year, cancellation);
        return await Table.TryAdd(new TableEntity(key, key) { ["Case"] = number.Value }, cancellation) ? number : (await Find(business, follows, cancellation))!;
    }

    /// <summary>Names a case as messages will name it; safe to repeat.</summary>
    public Task Name(BusinessCode business, string pseudonym, CaseNumber number, CancellationToken cancellation) =>
        Table.TryAdd(new TableEntity(Key(business, pseudonym), Key(business, pseudonym)) { ["Case"] = number.Value }, cancellation);

    /// <returns>Null when no case of this business goes by that name.</returns>
    public async Task<CaseNumber?> Find(BusinessCode business, string name, CancellationToken cancellation) =>
        await Table.Find(Key(business, name), Key(business, name), cancellation) is { } row ? CaseNumber.Parse(row.GetString("Case")) : null;

    public Task Remember(CaseNumber number, string? personKey, CancellationToken cancellation) =>
        personKey is null ? Task.CompletedTask : Table.TryAdd(new TableEntity("k|" + number.Value, "k|" + number.Value) { ["Person"] = personKey }, cancellation);

    /// <returns>The key of the donor; null while nobody said who it is.</returns>
    public async Task<string?> PersonOf(CaseNumber number, CancellationToken cancellation) =>
        (await Table.Find("k|" + number.Value, "k|" + number.Value, cancellation))?.GetString("Person");

    private static string Key(BusinessCode business, string name) => $"n|{business.Value}|{name}";
}
