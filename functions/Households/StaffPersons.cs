using System.Collections.Frozen;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;

namespace Boai.Functions.Households;

/// <summary>Which members of staff are which persons, by keyed hash: whoever lives in an applicant's household must recuse (CHL 59, handbook §2.8).</summary>
/// <remarks>A few hundred rows at most, kept in memory and read again after some minutes, so that an application costs no operation for it.</remarks>
public sealed class StaffPersons(AppStorage storage, PersonIndex index, TimeProvider time)
{
    public const string TableName = "staffpersons";
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private FrozenDictionary<string, string>? _staffByPerson;
    private DateTimeOffset _readAt;

    private TableClient Table => storage.Table(TableName);

    /// <summary>A member of staff says which person the account belongs to. Saying it again replaces it.</summary>
    public async Task Declare(string staffId, string idType, string idNumber, CancellationToken cancellation)
    {
        await Table.UpsertEntityAsync(new TableEntity(staffId, staffId) { ["Person"] = index.KeyOf(idType, idNumber) }, cancellationToken: cancellation);
        _staffByPerson = null;
    }

    /// <returns>The keyed hash of the person that an account belongs to; null when it was not declared.</returns>
    public async Task<string?> PersonOf(string staffId, CancellationToken cancellation) =>
        (await Known(cancellation)).FirstOrDefault(known => known.Value == staffId).Key;

    /// <returns>Staff ids of those on a form.</returns>
    public async Task<IReadOnlyList<string>> Among(IEnumerable<NewMember> members, CancellationToken cancellation)
    {
        FrozenDictionary<string, string> known = await Known(cancellation);
        return known.Count == 0
            ? []
            : [.. members.Select(member => known.GetValueOrDefault(index.KeyOf(member.IdType, member.IdNumber))).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private async ValueTask<FrozenDictionary<string, string>> Known(CancellationToken cancellation)
    {
        if (_staffByPerson is { } known && time.GetUtcNow() - _readAt < Fresh)
        {
            return known;
        }

        Dictionary<string, string> read = new(StringComparer.Ordinal);
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            read[row.GetString("Person")] = row.RowKey;
        }

        known = read.ToFrozenDictionary(StringComparer.Ordinal);
        (_staffByPerson, _readAt) = (known, time.GetUtcNow());
        return known;
    }
}
