using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Boai.Functions.Storage;
using Boai.Functions.Vault;

namespace Boai.Functions.Idempotency;

/// <summary>How a request stands with its idempotency key.</summary>
internal abstract record Claim
{
    private Claim() { }

    /// <summary>This request does the work. A sequence number reserved by an earlier attempt is used again.</summary>
    public sealed record Ours(ETag ETag, int? Sequence, int? Year) : Claim;

    /// <summary>The work is done.</summary>
    public sealed record Done(RecordedAnswer Answer, string Digest) : Claim;

    /// <summary>The key was used for something else.</summary>
    public sealed record Conflict : Claim;

    /// <summary>Another attempt is at work.</summary>
    public sealed record Running(TimeSpan Wait) : Claim;
}

/// <summary>Rows of POST requests by idempotency key.</summary>
internal sealed class RequestStore(AppStorage storage, PlatformKeys keys, TimeProvider time)
{
    private const int LargestBody = 60 * 1024;

    private TableClient Table => storage.Table(PlatformTables.Idempotency);

    /// <summary>Takes a key, or finds out what became of it.</summary>
    /// <param name="digestIsFinal">False when the body is streamed and its digest is only known at the end.</param>
    public async Task<Claim> Take(string id, TableEntity row, TimeSpan lease, bool digestIsFinal, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                Response written = await Table.AddEntityAsync(row, cancellation);
                return new Claim.Ours(written.Headers.ETag!.Value, row.GetInt32("Sequence"), row.GetInt32("Year"));
            }
            catch (RequestFailedException taken) when (taken.Status == 409 && taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
            {
                if (await Table.Find(row.PartitionKey, row.RowKey, cancellation) is { } found && await Judge(id, row, found, lease, digestIsFinal, cancellation) is { } claim)
                {
                    return claim;
                }

                // The row went (its request was refused) or another attempt took it over: look again.
            }
        }
    }

    /// <summary>Writes the answer, unless another attempt took the request over meanwhile: then its answer is the one that is kept.</summary>
    public async Task Finish(string id, ETag claim, string digest, RecordedAnswer answer, string caseNumber, CancellationToken cancellation)
    {
        if (answer.Body.Length > LargestBody)
        {
            throw new InvalidOperationException($"An answer to a POST takes at most {LargestBody} bytes; this one has {answer.Body.Length}. Answer with a link instead.");
        }

        TableEntity row = new(RequestRow.Partition(id), id)
        {
            ["State"] = RequestRow.Done,
            ["Digest"] = digest,
            ["Case"] = caseNumber,
            ["Answer"] = SealedBox.Seal(keys.For(KeyPurpose.RecordedAnswers), JsonSerializer.SerializeToUtf8Bytes(answer), "answer|" + id),
        };
        await Table.TryMerge(row, claim, cancellation);
    }

    /// <summary>Forgets a request that was refused: nothing of it was stored, so its key is free. Another attempt's row stays.</summary>
    public async Task Forget(string id, ETag claim, CancellationToken cancellation)
    {
        try
        {
            await Table.DeleteEntityAsync(RequestRow.Partition(id), id, claim, cancellation);
        }
        catch (RequestFailedException taken) when (taken.Status == 412)
        {
            // Another attempt is at work under this key, and will see to its row itself.
        }
    }

    /// <summary>Notes that the work broke off; the next attempt may begin at once.</summary>
    public Task Fail(string id, ETag claim, string caseNumber, CancellationToken cancellation) => Table.TryMerge(
        new TableEntity(RequestRow.Partition(id), id) { ["State"] = RequestRow.Failed, ["Case"] = caseNumber, ["LeaseUntil"] = time.GetUtcNow() },
        claim, cancellation);

    private async Task<Claim?> Judge(string id, TableEntity mine, TableEntity found, TimeSpan lease, bool digestIsFinal, CancellationToken cancellation)
    {
        if (found.GetString("Attempt") == mine.GetString("Attempt"))
        {
            // Our own insert arrived, and its answer was lost on the way.
            return new Claim.Ours(found.ETag, found.GetInt32("Sequence"), found.GetInt32("Year"));
        }

        if (digestIsFinal && found.GetString("Digest") != mine.GetString("Digest"))
        {
            return new Claim.Conflict();
        }

        if (found.GetString("State") == RequestRow.Done)
        {
            return new Claim.Done(Open(id, found), found.GetString("Digest"));
        }

        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset leaseUntil = found.GetDateTimeOffset("LeaseUntil") ?? now;
        if (leaseUntil > now)
        {
            return new Claim.Running(leaseUntil - now);
        }

        TableEntity taken = new(found.PartitionKey, found.RowKey)
        {
            ["State"] = RequestRow.Started,
            ["Attempt"] = mine.GetString("Attempt"),
            ["LeaseUntil"] = now + lease,
        };
        return await TakeOver(taken, found.ETag, cancellation) is { } claim
            ? new Claim.Ours(claim, found.GetInt32("Sequence"), found.GetInt32("Year"))
            : null;
    }

    private async Task<ETag?> TakeOver(TableEntity taken, ETag basis, CancellationToken cancellation)
    {
        try
        {
            Response written = await Table.UpdateEntityAsync(taken, basis, TableUpdateMode.Merge, cancellation);
            return written.Headers.ETag;
        }
        catch (RequestFailedException lost) when (lost.Status is 412 or 404)
        {
            return null;
        }
    }

    private RecordedAnswer Open(string id, TableEntity row) => JsonSerializer.Deserialize<RecordedAnswer>(
        SealedBox.Open(keys.For(KeyPurpose.RecordedAnswers), row.GetBinary("Answer"), "answer|" + id))!;
}
