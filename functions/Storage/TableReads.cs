using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Boai.Functions.Storage;

/// <summary>Point reads: the only reads on a hot path, because every other query tests every row of a table on Azurite.</summary>
public static class TableReads
{
    /// <returns>The row, or null when there is none.</returns>
    public static async Task<TableEntity?> Find(this TableClient table, string partition, string row, CancellationToken cancellation)
    {
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Inserts a row that must be new.</summary>
    /// <returns>False when a row with this key is there already; it is left as it was.</returns>
    public static async Task<bool> TryAdd(this TableClient table, TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(row, cancellation);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409 && conflict.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Writes the row's properties over those stored, unless someone wrote since <paramref name="basis"/> was read.</summary>
    /// <returns>False when the row has changed or gone; nothing is written then.</returns>
    public static async Task<bool> TryMerge(this TableClient table, TableEntity row, ETag basis, CancellationToken cancellation)
    {
        try
        {
            await table.UpdateEntityAsync(row, basis, TableUpdateMode.Merge, cancellation);
            return true;
        }
        catch (RequestFailedException lost) when (lost.Status is 412 or 404)
        {
            return false;
        }
    }

    /// <summary>Splits a text over properties <c>name0</c>, <c>name1</c> …, because one string property holds 32,768 characters.</summary>
    public static void SetText(this TableEntity row, string name, string text)
    {
        int parts = Math.Max(1, (text.Length + PartLength - 1) / PartLength);
        if (parts > MaxParts)
        {
            throw new InvalidOperationException($"Property {name} has {text.Length} characters; a row takes {MaxParts * PartLength}. Move what grows out of it.");
        }

        for (int part = 0; part < parts; part++)
        {
            int start = part * PartLength;
            row[name + part] = text[start..Math.Min(text.Length, start + PartLength)];
        }

        row[name + "Parts"] = parts;
    }

    /// <summary>Reads what <see cref="SetText"/> wrote.</summary>
    public static string GetText(this TableEntity row, string name)
    {
        int parts = row.GetInt32(name + "Parts") ?? throw new InvalidOperationException($"The row has no text property {name}.");
        return string.Concat(Enumerable.Range(0, parts).Select(part => row.GetString(name + part)));
    }

    private const int PartLength = 30_000;
    private const int MaxParts = 8;
}
