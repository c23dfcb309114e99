using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Boai.Functions.Storage;
using Boai.Workflows.AnnualRollup;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;

namespace Boai.Functions.AnnualRollup;

/// <summary>Where rollups are kept: a head and its acts in one partition; what figures are made of, and snapshots, in blobs that are named by their hash.</summary>
/// <remarks>A head changes by one transaction with the act that changed it, under its ETag. What a version names is never written over by anything else, because a hash names one content.</remarks>
public sealed class RollupBook(AppStorage storage)
{
    private const string Head = "head";
    private const string Value = "Value";

    private TableClient Table => storage.Table(RollupParts.Table);

    private BlobContainerClient Container => storage.Container(RollupParts.Container);

    public async Task<RollupHead?> Find(RollupPeriod period, CancellationToken cancellation) => (await Read(period, cancellation))?.Head;

    /// <summary>Opens a rollup, unless it is there.</summary>
    public async Task<RollupHead> Open(RollupPeriod period, CancellationToken cancellation)
    {
        RollupHead fresh = RollupHead.New(period);
        return await Table.TryAdd(Row(fresh), cancellation) ? fresh : (await Find(period, cancellation))!;
    }

    /// <summary>Carries out an act: head and event in one write.</summary>
    /// <param name="act">Called again with the newer head when somebody else was faster; without an event nothing is written.</param>
    public async Task<RollupHead> Change(RollupPeriod period, Func<RollupHead, (RollupHead Head, RollupEvent? Event)> act, CancellationToken cancellation)
    {
        while (true)
        {
            (RollupHead known, ETag basis) = await Read(period, cancellation)
                ?? throw new InvalidOperationException($"{period.Id} is to be changed and was never opened.");
            (RollupHead head, RollupEvent? told) = act(known);
            if (told is null)
            {
                return head;
            }

            TableEntity row = new(period.Id, EventKey(told.Seq));
            row.SetText(Value, CaseJson.Write(told));
            try
            {
                await Table.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.UpdateReplace, Row(head), basis),
                    new TableTransactionAction(TableTransactionActionType.Add, row),
                ], cancellation);
                return head;
            }
            catch (TableTransactionFailedException raced) when (raced.Status is 409 or 412)
            {
                // somebody else acted in between: look again
            }
        }
    }

    /// <summary>Everything that was done, in order.</summary>
    public async Task<IReadOnlyList<RollupEvent>> Events(RollupPeriod period, CancellationToken cancellation)
    {
        List<RollupEvent> found = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {period.Id} and RowKey lt {Head}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(CaseJson.Read<RollupEvent>(row.GetText(Value)));
        }

        return found;
    }

    /// <summary>Keeps what a unit's figures are made of.</summary>
    /// <returns>Its hash.</returns>
    public async Task<string> Seal(RollupPeriod period, string unit, IReadOnlyList<KpiContribution> contributions, CancellationToken cancellation)
    {
        string hash = SealedList.HashOf(contributions);
        await Put(ListName(period, unit, hash), SealedList.Write(contributions), overwrite: false, cancellation);
        return hash;
    }

    /// <summary>What a unit's figures are made of.</summary>
    /// <exception cref="InvalidOperationException">The kept list is not what its hash says.</exception>
    public async Task<IReadOnlyList<KpiContribution>> List(RollupPeriod period, string unit, string hash, CancellationToken cancellation)
    {
        string name = ListName(period, unit, hash);
        IReadOnlyList<KpiContribution> contributions = SealedList.Read(await Get(name, cancellation));
        return SealedList.HashOf(contributions) == hash ? contributions : throw Damaged(name);
    }

    /// <summary>Keeps a snapshot.</summary>
    /// <param name="isFinal">Whether it becomes a version at once. Before the freeze the same figures may be looked at again with other findings.</param>
    public Task Keep(Snapshot snapshot, bool isFinal, CancellationToken cancellation) =>
        Put(SnapshotName(snapshot.Period, snapshot.Hash), CaseJson.Write(snapshot), overwrite: !isFinal, cancellation);

    /// <exception cref="InvalidOperationException">The kept snapshot is not what its hash says.</exception>
    public async Task<Snapshot> Snapshot(RollupPeriod period, string hash, CancellationToken cancellation)
    {
        string name = SnapshotName(period, hash);
        Snapshot snapshot = CaseJson.Read<Snapshot>(await Get(name, cancellation));
        return snapshot.Hash == hash ? snapshot : throw Damaged(name);
    }

    /// <summary>Whether a kept list is what its hash says.</summary>
    public async Task<bool> IsWhole(RollupPeriod period, string unit, string hash, CancellationToken cancellation) =>
        SealedList.HashOf(SealedList.Read(await Get(ListName(period, unit, hash), cancellation))) == hash;

    private async Task<(RollupHead Head, ETag ETag)?> Read(RollupPeriod period, CancellationToken cancellation) =>
        await Table.Find(period.Id, Head, cancellation) is { } row ? (CaseJson.Read<RollupHead>(row.GetText(Value)), row.ETag) : null;

    private async Task Put(string name, string text, bool overwrite, CancellationToken cancellation)
    {
        BlobUploadOptions options = new() { Conditions = overwrite ? null : new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await Container.GetBlobClient(name).UploadAsync(BinaryData.FromString(text), options, cancellation);
        }
        catch (RequestFailedException there) when (there.Status is 409 or 412)
        {
            // the name is the hash of the content: what lies there is this
        }
    }

    private async Task<string> Get(string name, CancellationToken cancellation) =>
        (await Container.GetBlobClient(name).DownloadContentAsync(cancellation)).Value.Content.ToString();

    private static TableEntity Row(RollupHead head)
    {
        TableEntity row = new(head.Period.Id, Head) { ["Stage"] = head.Stage.ToString(), ["Version"] = head.Version };
        row.SetText(Value, CaseJson.Write(head));
        return row;
    }

    // Before the head in the order of keys; RowKeys are unique in the table.
    private static string EventKey(int seq) => string.Create(CultureInfo.InvariantCulture, $"e|{seq:000000}");

    private static string ListName(RollupPeriod period, string unit, string hash) => $"{period.Id}/{unit}/{hash}.jsonl";

    private static string SnapshotName(RollupPeriod period, string hash) => $"{period.Id}/snapshots/{hash}.json";

    private static InvalidOperationException Damaged(string name) => new($"{name} is not what its hash says: it was changed outside this system, or is damaged.");
}
