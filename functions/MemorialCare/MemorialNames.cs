using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.MemorialCare;
using Boai.Workflows.Shared;

namespace Boai.Functions.MemorialCare;

/// <summary>One name on the memorial page. No date, no place of donation, nothing of the other side (handbook §7.12, §15 no. 45).</summary>
/// <param name="Position">Where it stands in the memorial park; null while it does not.</param>
public sealed record MemorialLine(string Name, string? Position);

/// <summary>Names as families wrote them: kept in the vault under their digest, shown by a read model, code point by code point.</summary>
internal sealed class MemorialNames(AppStorage storage, PersonVault vault, PlatformKeys keys)
{
    private TableClient Table => storage.Table(CareTables.Names);

    /// <summary>Keyed digest: two names are the same when every code point is.</summary>
    public string DigestOf(CaseNumber number, ExactName name) => keys.Hash(KeyPurpose.Memorials, $"name|{number.Value}|{name.Reveal()}");

    public Task Keep(SubjectId donor, CaseNumber number, ExactName name, CancellationToken cancellation) =>
        vault.Amend(donor, number, new Dictionary<string, string>(StringComparer.Ordinal) { [Field(DigestOf(number, name))] = name.Reveal() }, cancellation);

    /// <summary>Reads the name that counts; the access log has its line first.</summary>
    public async Task<string> Read(StoredCase<CareFacts> stored, MemorialWish wish, AccessPurpose purpose, CancellationToken cancellation)
    {
        string field = Field(wish.NameDigest);
        IReadOnlyDictionary<string, string> read = await vault.Read(stored.Applicant, stored.Head.Number, [field], purpose, cancellation);
        return read.GetValueOrDefault(field) ?? throw new InvalidOperationException($"Case {stored.Head.Number} has a name that the vault does not have.");
    }

    /// <summary>Brings the page up to date with a case; safe to repeat, and an older refresh never wins over a newer one.</summary>
    public async Task Refresh(StoredCase<CareFacts> stored, CancellationToken cancellation)
    {
        if (stored.Facts.Wish is not { } wish)
        {
            return;
        }

        string key = KeyOf(stored.Head.Number);
        byte[] line = [];
        while (true)
        {
            TableEntity? held = await Table.Find(key, key, cancellation);
            if (held?.GetInt32("Version") >= stored.Head.Version)
            {
                return;
            }

            if (wish.IsPublic && line is [])
            {
                string name = await Read(stored, wish, AccessPurpose.System(PurposeCodes.Notice, stored.Head.Number.Value), cancellation);
                line = SealedBox.SealText(keys.For(KeyPurpose.Memorials), CaseJson.Write(new MemorialLine(name, wish.Position)), key);
            }

            TableEntity row = new(key, key) { ["Case"] = stored.Head.Number.Value, ["Version"] = stored.Head.Version, ["Line"] = line };
            if (held is null ? await Table.TryAdd(row, cancellation) : await Table.TryMerge(row, held.ETag, cancellation))
            {
                return;
            }
        }
    }

    /// <summary>All names that the web may show, in the order of their characters: the order tells nothing of when anybody died.</summary>
    public async Task<IReadOnlyList<MemorialLine>> All(CancellationToken cancellation)
    {
        List<MemorialLine> lines = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            if (row.GetBinary("Line") is { Length: > 0 } line)
            {
                lines.Add(CaseJson.Read<MemorialLine>(SealedBox.OpenText(keys.For(KeyPurpose.Memorials), line, row.RowKey)));
            }
        }

        return [.. lines.OrderBy(line => line.Name, StringComparer.Ordinal).ThenBy(line => line.Position, StringComparer.Ordinal)];
    }

    /// <summary>The cases that have a row.</summary>
    public async Task<IReadOnlyList<CaseNumber>> Cases(CancellationToken cancellation)
    {
        List<CaseNumber> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            found.Add(CaseNumber.Parse(row.GetString("Case")));
        }

        return found;
    }

    private string KeyOf(CaseNumber number) => keys.Hash(KeyPurpose.Memorials, "row|" + number.Value);

    private static string Field(string digest) => "memorial.name." + digest;
}
