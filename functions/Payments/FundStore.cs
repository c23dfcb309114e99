using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>What became of an act on a fund, and the fund and the payment's claim afterwards.</summary>
/// <param name="Fund">Null when there is no such fund.</param>
public sealed record FundActed(FundOutcome Outcome, Fund? Fund, FundReservation? Claim)
{
    /// <summary>Empty when it happened, now or earlier.</summary>
    public IReadOnlyList<CaseProblem> Problems => Outcome is FundOutcome.Refused refused ? refused.Problems : [];
}

/// <summary>Funds with their books. Head, claim and posting change in one transaction, so the sums and the books never part (I-24, I-25).</summary>
public sealed class FundStore(AppStorage storage, TimeProvider time)
{
    private const int MostAttempts = 50;

    // Acts of this process on one fund wait for one another instead of losing races; other processes are met by the ETag.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    private TableClient Table => storage.Table(PaymentTables.Funds);

    private TableClient List => storage.Table(PaymentTables.FundList);

    /// <summary>Creates a fund. Repeating it with the same number changes nothing.</summary>
    public async Task<Fund> Create(Fund fund, CancellationToken cancellation)
    {
        // The list goes first: a fund that the list does not show could not be found again.
        await List.TryAdd(new TableEntity(fund.Unit.Value, "l|" + fund.Id.Value), cancellation);
        return await Table.TryAdd(FundRows.Head(fund), cancellation) ? fund : (await Find(fund.Id, cancellation))!;
    }

    public async Task<Fund?> Find(FundId id, CancellationToken cancellation) =>
        await Table.Find(id.Value, FundRows.HeadKey(id), cancellation) is { } row ? row.ReadAs<Fund>() : null;

    public async Task<FundReservation?> Claim(FundId id, PaymentId payment, CancellationToken cancellation) =>
        await Table.Find(id.Value, FundRows.ClaimKey(id, payment), cancellation) is { } row ? row.ReadAs<FundReservation>() : null;

    public async Task<FundPosting?> Posting(FundId id, string key, CancellationToken cancellation) =>
        await Table.Find(id.Value, FundRows.PostingKey(id, key), cancellation) is { } row ? row.ReadAs<FundPosting>() : null;

    /// <summary>Funds that a unit holds. For people who look at them.</summary>
    public async Task<IReadOnlyList<Fund>> Of(UnitCode unit, CancellationToken cancellation)
    {
        List<Fund> funds = [];
        await foreach (TableEntity row in List.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {unit.Value}"), cancellationToken: cancellation))
        {
            if (await Find(FundId.Parse(row.RowKey[2..]), cancellation) is { } fund)
            {
                funds.Add(fund);
            }
        }

        return [.. funds.OrderBy(fund => fund.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>The books of a fund, oldest first. For people who look at them.</summary>
    public async Task<IReadOnlyList<FundPosting>> Postings(FundId id, CancellationToken cancellation)
    {
        List<FundPosting> postings = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {id.Value} and Kind eq {FundRows.PostingKind}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            postings.Add(row.ReadAs<FundPosting>());
        }

        return [.. postings.OrderBy(posting => posting.At).ThenBy(posting => posting.Key, StringComparer.Ordinal)];
    }

    /// <summary>Promises that were made before an instant and neither paid nor taken back. A query over all funds, for the nightly repair.</summary>
    public async IAsyncEnumerable<(FundId Fund, FundReservation Claim)> OpenPromises(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        string filter = TableClient.CreateQueryFilter($"Kind eq {FundRows.ClaimKind} and State eq {nameof(ReservationState.Reserved)} and At lt {before}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return (FundId.Parse(row.PartitionKey), row.ReadAs<FundReservation>());
        }
    }

    public Task<FundActed> Receive(FundId id, string key, Money amount, CancellationToken cancellation) => Act(
        id, null, (fund, _, at) => FundRules.Receive(fund, key, amount, at), cancellation,
        async fund => await Posting(id, $"in:{key}", cancellation) is not { } known ? null
            : known.Amount == amount ? new FundOutcome.Already()
            : new FundOutcome.Refused([CaseProblem.On("transaction", PaymentProblems.FundReceipt, ("fund", id.Value), ("transaction", key))]));

    public Task<FundActed> Reserve(FundId id, FundUse use, CancellationToken cancellation) =>
        Act(id, use.Payment, (fund, claim, at) => FundRules.Reserve(fund, claim, use, at), cancellation);

    public Task<FundActed> Release(FundId id, PaymentId payment, CancellationToken cancellation) =>
        Act(id, payment, FundRules.Release, cancellation);

    public Task<FundActed> Spend(FundId id, PaymentId payment, Money amount, CancellationToken cancellation) =>
        Act(id, payment, (fund, claim, at) => FundRules.Spend(fund, claim, amount, at), cancellation);

    public Task<FundActed> Recover(FundId id, PaymentId payment, string key, Money amount, CancellationToken cancellation) =>
        Act(id, payment, (fund, claim, at) => FundRules.Recover(fund, claim, key, amount, at), cancellation);

    private async Task<FundActed> Act(
        FundId id, PaymentId? payment, Func<Fund, FundReservation?, DateTimeOffset, FundOutcome> rule, CancellationToken cancellation,
        Func<Fund, Task<FundOutcome?>>? before = null)
    {
        SemaphoreSlim gate = _gates.GetOrAdd(id.Value, static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellation);
        try
        {
            for (int attempt = 1; attempt <= MostAttempts; attempt++)
            {
                if (await Table.Find(id.Value, FundRows.HeadKey(id), cancellation) is not { } head)
                {
                    return new FundActed(new FundOutcome.Refused([CaseProblem.On("fundId", PaymentProblems.FundUnknown, ("fund", id.Value))]), null, null);
                }

                TableEntity? claimRow = payment is null ? null : await Table.Find(id.Value, FundRows.ClaimKey(id, payment), cancellation);
                FundReservation? claim = claimRow?.ReadAs<FundReservation>();
                Fund fund = head.ReadAs<Fund>();
                FundOutcome outcome = (before is null ? null : await before(fund)) ?? rule(fund, claim, time.GetUtcNow());
                if (outcome is not FundOutcome.Posted posted)
                {
                    return new FundActed(outcome, fund, claim);
                }

                if (await TryPost(id, head.ETag, claimRow?.ETag, posted, cancellation))
                {
                    return new FundActed(outcome, posted.Next, posted.Reservation);
                }
            }
        }
        finally
        {
            gate.Release();
        }

        throw new InvalidOperationException($"Fund {id} changed {MostAttempts} times while an act on it was tried; whoever asked tries again.");
    }

    private async Task<bool> TryPost(FundId id, ETag head, ETag? claim, FundOutcome.Posted posted, CancellationToken cancellation)
    {
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateMerge, FundRows.Head(posted.Next), head),
            new(TableTransactionActionType.Add, FundRows.Posting(id, posted.Posting)),
        ];
        if (posted.Reservation is { } reservation)
        {
            TableEntity row = FundRows.Claim(id, reservation, posted.Posting.At);
            actions.Add(claim is { } basis
                ? new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, basis)
                : new TableTransactionAction(TableTransactionActionType.Add, row));
        }

        try
        {
            await Table.SubmitTransactionAsync(actions, cancellation);
            return true;
        }
        catch (TableTransactionFailedException lost) when (lost.Status is 409 or 412 or 404)
        {
            return false;
        }
    }
}

/// <summary>The rows of a fund's partition. RowKeys begin with the fund's number, so that they are unique in the table.</summary>
internal static class FundRows
{
    public const string ClaimKind = "claim";
    public const string PostingKind = "posting";

    public static string HeadKey(FundId id) => id.Value + "|h";

    public static string ClaimKey(FundId id, PaymentId payment) => $"{id.Value}|c|{payment.Value}";

    public static string PostingKey(FundId id, string key) => $"{id.Value}|p|{key}";

    public static TableEntity Head(Fund fund)
    {
        TableEntity row = JsonRow.Of(fund.Id.Value, HeadKey(fund.Id), fund);
        row["Kind"] = "fund";
        row["Received"] = fund.Received.Fen;
        row["Reserved"] = fund.Reserved.Fen;
        row["Spent"] = fund.Spent.Fen;
        return row;
    }

    public static TableEntity Claim(FundId id, FundReservation claim, DateTimeOffset at)
    {
        TableEntity row = JsonRow.Of(id.Value, ClaimKey(id, claim.Use.Payment), claim);
        row["Kind"] = ClaimKind;
        row["State"] = claim.State.ToString();
        row["At"] = at;
        return row;
    }

    public static TableEntity Posting(FundId id, FundPosting posting)
    {
        TableEntity row = JsonRow.Of(id.Value, PostingKey(id, posting.Key), posting);
        row["Kind"] = PostingKind;
        return row;
    }
}
