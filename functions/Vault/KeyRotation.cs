using Azure.Data.Tables;
using Boai.Functions.Storage;

namespace Boai.Functions.Vault;

/// <summary>What became of wrapping data keys anew.</summary>
/// <param name="Rewrapped">Wrapped by the current master key now.</param>
/// <param name="Remaining">Still wrapped by a former one: others wrote them meanwhile, or the run had its fill.</param>
/// <param name="Unreadable">Wrapped by a key that is not there: those persons' data cannot be read until the key is put back.</param>
public sealed record Rewrapping(int Rewrapped, int Remaining, int Unreadable);

/// <summary>Brings every data key under the current master key, one row after another.</summary>
/// <remarks>
/// A row is only written on the version that was read, so whoever destroyed a person's key or made one meanwhile is not undone. Whatever is
/// cut short goes on with the next run: a row says itself which key wrapped it.
/// </remarks>
internal sealed class KeyRotation(AppStorage storage, IMasterKey master)
{
    private const string KeyId = "MasterKey";
    private const string Wrapped = "Wrapped";
    private static readonly string[] Columns = ["PartitionKey", "RowKey", KeyId, Wrapped];

    /// <summary>How many data keys each master key has wrapped, by its id. A query over the vault: for people, and for the night.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Uses(CancellationToken cancellation)
    {
        SortedDictionary<string, int> uses = new(StringComparer.Ordinal);
        await foreach ((_, TableEntity row) in Rows(filter: null, cancellation))
        {
            string id = row.GetString(KeyId);
            uses[id] = uses.GetValueOrDefault(id) + 1;
        }

        return uses;
    }

    /// <param name="most">How many rows to write at most.</param>
    public async Task<Rewrapping> Rewrap(int most, CancellationToken cancellation)
    {
        (int rewrapped, int remaining, int unreadable) = (0, 0, 0);
        await foreach ((TableClient table, TableEntity row) in Rows(TableClient.CreateQueryFilter($"MasterKey ne {master.Id}"), cancellation))
        {
            if (rewrapped == most)
            {
                remaining++;
                continue;
            }

            switch (await Rewrap(table, row, cancellation))
            {
                case true:
                    rewrapped++;
                    break;
                case false:
                    remaining++;
                    break;
                default:
                    unreadable++;
                    break;
            }
        }

        return new Rewrapping(rewrapped, remaining, unreadable);
    }

    // Null: the key that wrapped it is not there.
    private async Task<bool?> Rewrap(TableClient table, TableEntity row, CancellationToken cancellation)
    {
        byte[] key;
        try
        {
            key = await master.Unwrap(new WrappedKey(row.GetString(KeyId), row.GetBinary(Wrapped)), cancellation);
        }
        catch (SealBrokenException)
        {
            return null; // counted, and told by whoever runs this
        }

        TableEntity anew = new(row.PartitionKey, row.RowKey);
        Put(anew, await master.Wrap(key, cancellation));
        return await table.TryMerge(anew, row.ETag, cancellation);
    }

    /// <summary>Puts a wrapped key into a row.</summary>
    public static void Put(TableEntity row, WrappedKey wrapped) => (row[KeyId], row[Wrapped]) = (wrapped.KeyId, wrapped.Bytes);

    /// <returns>The wrapped key of a row; null when it was destroyed.</returns>
    public static WrappedKey? Of(TableEntity row) => row.GetBinary(Wrapped) is { Length: > 0 } bytes ? new WrappedKey(row.GetString(KeyId), bytes) : null;

    // Persons, and the installation's own secret.
    private async IAsyncEnumerable<(TableClient Table, TableEntity Row)> Rows(
        string? filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string name in new[] { PlatformTables.Keys, PlatformTables.Vault })
        {
            TableClient table = storage.Table(name);
            await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter, select: Columns, cancellationToken: cancellation))
            {
                if (Of(row) is not null)
                {
                    yield return (table, row);
                }
            }
        }
    }
}
