using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Payments;

namespace Boai.Functions.Payments;

/// <summary>What a bank's transaction was posted for.</summary>
/// <param name="Reference">The line that was paid, or the fund that received.</param>
/// <param name="Origin">Number of the batch or fund.</param>
/// <param name="Digest">Of the answer that named it; empty for a receipt.</param>
public sealed record PostedTransaction(string Reference, string Origin, string Digest);

/// <summary>Transactions by account and the bank's number; each stands here once, for one thing (I-23).</summary>
/// <remarks>
/// Rows are written before the act that they belong to. Until the batch has taken the answer they are claims: the same batch may claim
/// again with a corrected file, and a claim that its batch's answer does not bear out binds nobody.
/// </remarks>
public sealed class BankTransactions(AppStorage storage, PaymentBatches batches)
{
    private const int RowsPerTransaction = 100;

    private TableClient Table => storage.Table(PaymentTables.Transactions);

    public async Task<PostedTransaction?> Find(BankTransaction transaction, CancellationToken cancellation) =>
        await Table.Find(transaction.Channel.Value, Key(transaction), cancellation) is { } row ? row.ReadAs<PostedTransaction>() : null;

    /// <summary>Claims all of them or none.</summary>
    /// <param name="claims">All of one channel, each number once.</param>
    /// <returns>The places of those that belong to something else; empty when all are claimed.</returns>
    public async Task<IReadOnlyList<int>> Claim(IReadOnlyList<(BankTransaction Transaction, PostedTransaction For)> claims, CancellationToken cancellation)
    {
        List<(string Partition, string Row, ETag ETag)> added = [];
        List<int> taken = [];
        for (int start = 0; start < claims.Count; start += RowsPerTransaction)
        {
            int end = Math.Min(claims.Count, start + RowsPerTransaction);
            if (await TryAddAll([.. claims.Skip(start).Take(end - start).Select(Row)], added, cancellation))
            {
                continue;
            }

            for (int place = start; place < end; place++)
            {
                if (!await ClaimOne(claims[place], added, cancellation))
                {
                    taken.Add(place);
                }
            }
        }

        if (taken.Count > 0)
        {
            await Undo(added, cancellation);
        }

        return taken;
    }

    private async Task<bool> TryAddAll(IReadOnlyList<TableEntity> rows, List<(string, string, ETag)> added, CancellationToken cancellation)
    {
        try
        {
            Response<IReadOnlyList<Response>> written = await Table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellation);
            added.AddRange(rows.Zip(written.Value, (row, answer) => (row.PartitionKey, row.RowKey, answer.Headers.ETag ?? default)));
            return true;
        }
        catch (TableTransactionFailedException known) when (known.Status == 409)
        {
            return false;
        }
    }

    private async Task<bool> ClaimOne(
        (BankTransaction Transaction, PostedTransaction For) claim, List<(string, string, ETag)> added, CancellationToken cancellation)
    {
        while (true)
        {
            TableEntity row = Row(claim);
            TableEntity? held = await Table.Find(row.PartitionKey, row.RowKey, cancellation);
            if (held is null)
            {
                if (await TryAddAll([row], added, cancellation))
                {
                    return true;
                }
            }
            else
            {
                PostedTransaction posted = held.ReadAs<PostedTransaction>();
                if (posted == claim.For)
                {
                    return true;
                }

                if (await Binds(posted, claim, cancellation))
                {
                    return false;
                }

                if (await Table.TryMerge(row, held.ETag, cancellation))
                {
                    return true;
                }
            }
        }
    }

    // A receipt binds; a claim of another batch binds unless that batch's answer, once taken, does not name the transaction.
    private async Task<bool> Binds(PostedTransaction posted, (BankTransaction Transaction, PostedTransaction For) claim, CancellationToken cancellation)
    {
        if (posted.Digest.Length == 0)
        {
            return true;
        }

        if (posted.Origin == claim.For.Origin)
        {
            return false; // whoever claims has checked that this batch has no answer yet, or this very one
        }

        StoredBatch? other = await batches.Find(BatchId.Parse(posted.Origin), cancellation);
        return other is null || BatchRules.ReturnOf(other.Batch) is not { } answer
            || answer.Results.OfType<LineResult.Paid>().Any(paid => paid.Transaction == claim.Transaction.Number);
    }

    private async Task Undo(IEnumerable<(string Partition, string Row, ETag ETag)> added, CancellationToken cancellation)
    {
        foreach ((string partition, string row, ETag etag) in added)
        {
            try
            {
                await Table.DeleteEntityAsync(partition, row, etag, cancellation);
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412)
            {
                // claimed anew by another import of this batch
            }
        }
    }

    private static string Key(BankTransaction transaction) => $"{transaction.Channel.Value}|{transaction.Number}";

    private static TableEntity Row((BankTransaction Transaction, PostedTransaction For) claim) =>
        JsonRow.Of(claim.Transaction.Channel.Value, Key(claim.Transaction), claim.For);
}
