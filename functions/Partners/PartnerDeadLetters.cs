using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Partners;

namespace Boai.Functions.Partners;

/// <summary>An event that a partner did not take.</summary>
/// <param name="Reason">A code, see <see cref="DeliveryReply.Reason"/>.</param>
/// <param name="Sendings">How often it was sent in the last round.</param>
/// <param name="Round">How often people had sent it through again before.</param>
internal sealed record PartnerDeadLetter(string PartnerId, string EventId, string Reason, int Sendings, int Round, DateTimeOffset At);

/// <summary>Events that partners did not take, until people have decided about each.</summary>
internal sealed class PartnerDeadLetters(AppStorage storage)
{
    private TableClient Table => storage.Table(PartnerTables.DeadLetters);

    /// <summary>Keeps one; repeating it changes nothing.</summary>
    /// <returns>Whether it was new.</returns>
    public Task<bool> Keep(PartnerDeadLetter dead, CancellationToken cancellation)
    {
        TableEntity row = JsonRow.Of(dead.PartnerId, Key(dead), dead);
        row["At"] = dead.At;
        return Table.TryAdd(row, cancellation);
    }

    /// <summary>All that wait, the oldest first. A query: for people.</summary>
    public async Task<IReadOnlyList<PartnerDeadLetter>> All(CancellationToken cancellation)
    {
        List<PartnerDeadLetter> found = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            found.Add(row.ReadAs<PartnerDeadLetter>());
        }

        return [.. found.OrderBy(dead => dead.At)];
    }

    /// <returns>The one of this partner and event; null when none waits.</returns>
    public async Task<PartnerDeadLetter?> Find(string partnerId, string eventId, CancellationToken cancellation) =>
        (await All(cancellation)).LastOrDefault(dead => dead.PartnerId == partnerId && dead.EventId == eventId);

    /// <summary>Somebody has decided about it. Repeating it changes nothing.</summary>
    public Task Remove(PartnerDeadLetter dead, CancellationToken cancellation) => Table.DeleteEntityAsync(dead.PartnerId, Key(dead), ETag.All, cancellation);

    /// <summary>Destroys those that have waited since before an instant.</summary>
    public async Task Purge(DateTimeOffset before, CancellationToken cancellation)
    {
        foreach (PartnerDeadLetter dead in (await All(cancellation)).Where(dead => dead.At < before))
        {
            await Remove(dead, cancellation);
        }
    }

    private static string Key(PartnerDeadLetter dead) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{dead.PartnerId}|{dead.EventId}|{dead.Round}");
}
