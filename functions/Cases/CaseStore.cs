using Azure;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Cases;

/// <summary>The truth about cases: one partition per case, written by one entity-group transaction per decision.</summary>
/// <remarks>
/// A commit carries the ETag that the decision was made on, so of two people who decide at once exactly one wins. Its decision row is
/// insert-only, so the same decision delivered twice is written once. Events are insert-only under their sequence numbers.
/// </remarks>
public sealed class CaseStore(AppStorage storage, IEnumerable<ICaseFollower> followers)
{
    private TableClient Table => storage.Table(PlatformTables.Cases);

    /// <returns>The case as it stands, or null when there is none.</returns>
    public async Task<StoredHead?> Find(CaseNumber number, CancellationToken cancellation) =>
        await Table.Find(number.Value, CaseRows.HeadKey(number), cancellation) is { } row ? CaseRows.ReadHead(row) : null;

    /// <returns>The case with its programme's facts, or null when there is none.</returns>
    public async Task<StoredCase<TFacts>?> Load<TFacts>(CaseNumber number, CancellationToken cancellation) =>
        (await Find(number, cancellation))?.As<TFacts>();

    /// <summary>Writes a new case. Repeating it with the same decision id changes nothing.</summary>
    /// <param name="decisionId">What makes the opening one act, however often it is asked for.</param>
    /// <param name="rows">Further new rows of this partition.</param>
    public Task<CommitResult> Open<TFacts>(
        CaseOutcome<TFacts>.Accepted opened, SubjectId applicant, string? decisionId, CancellationToken cancellation, params IReadOnlyList<TableEntity> rows) =>
        Submit(opened, new TableTransactionAction(TableTransactionActionType.Add, CaseRows.Head(opened.Next, applicant)), decisionId, rows, cancellation);

    /// <summary>Writes a decision that was made on <paramref name="basis"/>.</summary>
    /// <param name="decisionId">Null for a step that cannot be asked for twice.</param>
    /// <param name="rows">Further new rows of this partition.</param>
    public Task<CommitResult> Commit<TFacts>(
        StoredCase<TFacts> basis, CaseOutcome<TFacts>.Accepted next, string? decisionId, CancellationToken cancellation, params IReadOnlyList<TableEntity> rows)
    {
        if (next.Events is [] || next.Events[0].Seq != basis.Head.Version + 1 || next.Next.Head.Version != next.Events[^1].Seq)
        {
            throw new ArgumentException(
                $"A decision on version {basis.Head.Version} of {basis.Head.Number} must bring events from {basis.Head.Version + 1} on, up to its own version.", nameof(next));
        }

        TableEntity head = CaseRows.Head(next.Next, basis.Applicant);
        return Submit(next, new TableTransactionAction(TableTransactionActionType.UpdateMerge, head, basis.ETag), decisionId, rows, cancellation);
    }

    /// <returns>The version to which a decision led, or null when it was never written.</returns>
    public async Task<int?> DecidedVersion(CaseNumber number, string decisionId, CancellationToken cancellation) =>
        (await Table.Find(number.Value, CaseRows.DecisionKey(number, decisionId), cancellation))?.GetInt32("Version");

    /// <summary>Every event of a case, in order. A query: for people who look at a case, not for decisions.</summary>
    public async Task<IReadOnlyList<CaseEvent>> Events(CaseNumber number, CancellationToken cancellation) =>
        [.. (await Rows(number, 'e', cancellation)).Select(CaseRows.ReadEvent)];

    /// <summary>Every case's head: for rebuilding read models, never on a request.</summary>
    public async IAsyncEnumerable<StoredHead> All([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>("Programme ge 'A'", cancellationToken: cancellation))
        {
            yield return CaseRows.ReadHead(row);
        }
    }

    /// <returns>One event, or null when the case has no such number.</returns>
    public async Task<CaseEvent?> Event(CaseNumber number, int sequence, CancellationToken cancellation) =>
        sequence > 0 && await Table.Find(number.Value, CaseRows.EventKey(number, sequence), cancellation) is { } row ? CaseRows.ReadEvent(row) : null;

    /// <summary>Replaces events by what may be kept of them: the one exception to append-only, for data that has to be destroyed (PIPL 47). Safe to repeat.</summary>
    /// <param name="minimised">Gives an event as it may be kept, or null when it stays as it is.</param>
    public async Task Minimise(CaseNumber number, Func<CaseEvent, CaseEvent?> minimised, CancellationToken cancellation)
    {
        foreach (CaseEvent kept in (await Events(number, cancellation)).Select(minimised).OfType<CaseEvent>())
        {
            await Table.UpdateEntityAsync(CaseRows.Event(number, kept), ETag.All, TableUpdateMode.Replace, cancellation);
        }
    }

    internal async Task<IReadOnlyList<TableEntity>> Rows(CaseNumber number, char kind, CancellationToken cancellation)
    {
        List<TableEntity> rows = [];
        string from = $"{number.Value}|{kind}|";
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {number.Value} and RowKey ge {from} and RowKey lt {from + "~"}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            rows.Add(row);
        }

        return [.. rows.OrderBy(row => row.RowKey, StringComparer.Ordinal)];
    }

    private async Task<CommitResult> Submit<TFacts>(
        CaseOutcome<TFacts>.Accepted next, TableTransactionAction head, string? decisionId, IReadOnlyList<TableEntity> rows, CancellationToken cancellation)
    {
        CaseNumber number = next.Next.Head.Number;
        List<TableTransactionAction> actions =
        [
            head,
            .. next.Events.Select(entry => New(CaseRows.Event(number, entry))),
            .. rows.Select(New),
        ];
        if (decisionId is not null)
        {
            actions.Add(New(CaseRows.Decision(number, decisionId, next.Next.Head.Version)));
        }

        foreach (ICaseFollower follower in followers)
        {
            await follower.Changing(next.Next.Head, next.Events[0].Seq, cancellation);
        }

        try
        {
            Response<IReadOnlyList<Response>> written = await Table.SubmitTransactionAsync(actions, cancellation);
            return new CommitResult.Committed(next.Next.Head.Version, written.Value[0].Headers.ETag ?? default);
        }
        catch (TableTransactionFailedException lost) when (lost.Status is 409 or 412 or 404)
        {
            // Which of the rows was refused first says little; whether this decision is there says all.
            int? decided = decisionId is null ? null : await DecidedVersion(number, decisionId, cancellation);
            return decided is { } version ? new CommitResult.AlreadyDecided(version) : new CommitResult.Stale();
        }
    }

    private static TableTransactionAction New(TableEntity row) => new(TableTransactionActionType.Add, row);
}
