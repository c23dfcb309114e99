using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;

namespace Boai.Functions.Partners;

/// <summary>The partners, and the secrets with which what they are told is signed.</summary>
internal sealed class PartnerBook(AppStorage storage, PlatformKeys keys, TimeProvider time)
{
    /// <summary>How long another process may still go by what it read before.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private const string Secrets = "Secrets";
    private volatile Known? _known;

    private TableClient Table => storage.Table(PartnerTables.Partners);

    /// <returns>Null when there is none of this id.</returns>
    public async Task<(Partner Partner, ETag ETag)?> Find(string id, CancellationToken cancellation) =>
        IsId(id) && await Table.Find(id, id, cancellation) is { } row ? (row.ReadAs<Partner>(), row.ETag) : null;

    /// <summary>All partners by id. A query.</summary>
    public async Task<IReadOnlyList<Partner>> All(CancellationToken cancellation)
    {
        List<Partner> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            found.Add(row.ReadAs<Partner>());
        }

        return [.. found.OrderBy(partner => partner.Id, StringComparer.Ordinal)];
    }

    /// <summary>All partners as they were within the last minute: for asking on every write whether anybody is to be told.</summary>
    public async ValueTask<IReadOnlyList<Partner>> Recent(CancellationToken cancellation)
    {
        if (_known is { } known && known.IsFresh(time.GetUtcNow()))
        {
            return known.Partners;
        }

        DateTimeOffset now = time.GetUtcNow(); // before the read: what it misses is younger
        Known read = new(await All(cancellation), now);
        _known = read;
        return read.Partners;
    }

    /// <summary>Enters a new partner with a secret of its own.</summary>
    /// <returns>The secret; null when the id is taken.</returns>
    public async Task<PartnerSecret?> Add(Partner partner, CancellationToken cancellation)
    {
        PartnerSecret secret = new(RandomNumberGenerator.GetBytes(SealedBox.KeyBytes), Until: null);
        TableEntity row = Row(partner);
        row[Secrets] = Seal(partner.Id, [secret]);
        return await Table.TryAdd(row, cancellation) ? secret : null;
    }

    /// <returns>False when somebody changed it meanwhile.</returns>
    public Task<bool> Change(Partner changed, ETag basis, CancellationToken cancellation) => Table.TryMerge(Row(changed), basis, cancellation);

    /// <summary>The secrets that sign at an instant, the current one first.</summary>
    public async Task<IReadOnlyList<PartnerSecret>> SecretsOf(string id, DateTimeOffset at, CancellationToken cancellation) =>
        await Table.Find(id, id, cancellation) is { } row ? [.. Open(row).Where(secret => secret.Until is not { } until || until > at)] : [];

    /// <summary>Makes a new secret; the former signs beside it for a while, so that the partner changes over without losing an event.</summary>
    /// <returns>The new one; null when somebody changed the partner meanwhile.</returns>
    public async Task<PartnerSecret?> RenewSecret(string id, DateTimeOffset now, TimeSpan overlap, CancellationToken cancellation)
    {
        TableEntity row = (await Table.Find(id, id, cancellation))!;
        PartnerSecret made = new(RandomNumberGenerator.GetBytes(SealedBox.KeyBytes), Until: null);
        PartnerSecret[] kept = [made, .. Open(row).Where(secret => secret.Until is null).Select(former => former with { Until = now + overlap })];
        TableEntity changed = new(id, id) { [Secrets] = Seal(id, kept) };
        return await Table.TryMerge(changed, row.ETag, cancellation) ? made : null;
    }

    /// <summary>Lower-case letters, digits and hyphens; begins with a letter.</summary>
    public static bool IsId(string id) =>
        id.Length is >= 3 and <= 40 && char.IsAsciiLetterLower(id[0]) && id.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    private byte[] Seal(string id, IReadOnlyList<PartnerSecret> secrets) => SealedBox.SealText(keys.For(KeyPurpose.Partners), CaseJson.Write(secrets), Context(id));

    private IReadOnlyList<PartnerSecret> Open(TableEntity row) =>
        CaseJson.Read<IReadOnlyList<PartnerSecret>>(SealedBox.OpenText(keys.For(KeyPurpose.Partners), row.GetBinary(Secrets), Context(row.RowKey)));

    private static TableEntity Row(Partner partner) => JsonRow.Of(partner.Id, partner.Id, partner);

    private static string Context(string id) => "partner-secrets|" + id;

    private sealed record Known(IReadOnlyList<Partner> Partners, DateTimeOffset At)
    {
        public bool IsFresh(DateTimeOffset now) => now - At < Freshness && now >= At;
    }
}
