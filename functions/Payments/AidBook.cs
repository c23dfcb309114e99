using System.Globalization;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <summary>Aid records, what came back of them, and what they contribute to the figures. Nothing here is ever changed or deleted.</summary>
public sealed class AidBook(AppStorage storage)
{
    /// <summary>Sorts after the bar between unit and month.</summary>
    private const string PastMonths = "~";

    private TableClient Aid => storage.Table(PaymentTables.Aid);

    private TableClient Contributions => storage.Table(PaymentTables.Contributions);

    public async Task<AidRecord?> Find(PaymentId payment, CancellationToken cancellation) =>
        await Aid.Find(payment.Case.Value, RecordKey(payment), cancellation) is { } row ? row.ReadAs<AidRecord>() : null;

    /// <summary>Writes the record of a paid order. Repeating it gives the same record.</summary>
    /// <remarks>
    /// Which payment of the case was recorded first decides which one counts the case; it is written down with the record. Nearly always this
    /// is the first, so that is tried before anything is read.
    /// </remarks>
    public async Task<AidRecord> Record(PaymentOrder order, PaymentState.Paid paid, string programme, CancellationToken cancellation)
    {
        AidRecord first = new(
            order.Id, programme, order.Unit, order.LegalPerson, order.Fund, order.Household, order.Payee, order.Cause, order.Amount,
            paid.PaidOn, paid.Batch, paid.Transaction, OpensCase: true);
        TableEntity mark = new(order.Id.Case.Value, FirstKey(order.Id.Case)) { ["Payment"] = order.Id.Value };
        if (await TryAddAll([Row(first), mark], cancellation))
        {
            return first;
        }

        AidRecord further = first with { OpensCase = false };
        return await Find(order.Id, cancellation) is { } known ? known
            : await Aid.TryAdd(Row(further), cancellation) ? further
            : (await Find(order.Id, cancellation))!;
    }

    /// <summary>Notes that money came back, and in which order. Repeating it gives the same answer.</summary>
    /// <returns>What had come back before this recovery; null when more would come back than was given, or the key means another amount.</returns>
    public async Task<Money?> NoteRecovery(AidRecord record, AidRecovery recovery, CancellationToken cancellation)
    {
        string partition = record.Payment.Case.Value;
        while (true)
        {
            TableEntity? known = await Aid.Find(partition, RecoveryKey(recovery), cancellation);
            if (known is not null)
            {
                AidRecovery same = known.ReadAs<AidRecovery>();
                return same == recovery ? new Money(known.GetInt64("BeforeFen")!.Value) : null;
            }

            TableEntity row = (await Aid.Find(partition, RecordKey(record.Payment), cancellation))!;
            Money before = new(row.GetInt64("RecoveredFen") ?? 0);
            if (recovery.Amount <= Money.Zero || recovery.Amount > record.Cash - before)
            {
                return null;
            }

            TableEntity noted = JsonRow.Of(partition, RecoveryKey(recovery), recovery);
            noted["BeforeFen"] = before.Fen;
            TableEntity sum = new(partition, RecordKey(record.Payment)) { ["RecoveredFen"] = (before + recovery.Amount).Fen };
            try
            {
                await Aid.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.Add, noted),
                    new TableTransactionAction(TableTransactionActionType.UpdateMerge, sum, row.ETag),
                ], cancellation);
                return before;
            }
            catch (TableTransactionFailedException raced) when (raced.Status is 409 or 412)
            {
                // another recovery came in between: look again
            }
        }
    }

    /// <summary>Adds contributions; one that is there already stays as it is.</summary>
    public async Task Contribute(IReadOnlyList<KpiContribution> contributions, CancellationToken cancellation)
    {
        foreach (IGrouping<string, KpiContribution> month in contributions.GroupBy(Partition, StringComparer.Ordinal))
        {
            try
            {
                await Contributions.SubmitTransactionAsync(
                    month.Select(one => new TableTransactionAction(TableTransactionActionType.Add, Row(one))), cancellation);
            }
            catch (TableTransactionFailedException known) when (known.Status == 409)
            {
                foreach (KpiContribution one in month)
                {
                    await Contributions.TryAdd(Row(one), cancellation);
                }
            }
        }
    }

    /// <summary>What a unit's figures of a month are made of.</summary>
    public async Task<IReadOnlyList<KpiContribution>> ContributionsOf(UnitCode unit, int year, int month, CancellationToken cancellation)
    {
        DateOnly first = new(year, month, 1);
        return await ContributionsOf(unit, first, first, cancellation);
    }

    /// <summary>What a unit's figures of some whole months are made of.</summary>
    /// <param name="first">Any day of the first month.</param>
    /// <param name="last">Any day of the last month.</param>
    public async Task<IReadOnlyList<KpiContribution>> ContributionsOf(UnitCode unit, DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        List<KpiContribution> found = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey ge {Partition(unit, first)} and PartitionKey le {Partition(unit, last)}");
        await foreach (TableEntity row in Contributions.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(row.ReadAs<KpiContribution>());
        }

        return found;
    }

    /// <summary>Every unit for which anything was ever contributed, in order of the code.</summary>
    /// <remarks>Leaps from unit to unit: one small query for each, however much lies between.</remarks>
    public async Task<IReadOnlyList<UnitCode>> ContributingUnits(CancellationToken cancellation)
    {
        List<UnitCode> found = [];
        for (string after = ""; await FirstPartitionAfter(after, cancellation) is { } partition; after = found[^1].Value + PastMonths)
        {
            found.Add(UnitCode.Parse(partition[..partition.IndexOf('|', StringComparison.Ordinal)]));
        }

        return found;
    }

    private async Task<string?> FirstPartitionAfter(string after, CancellationToken cancellation)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey gt {after}");
        await foreach (TableEntity row in Contributions.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: [nameof(TableEntity.PartitionKey)], cancellationToken: cancellation))
        {
            return row.PartitionKey;
        }

        return null;
    }

    private async Task<bool> TryAddAll(IReadOnlyList<TableEntity> rows, CancellationToken cancellation)
    {
        try
        {
            await Aid.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellation);
            return true;
        }
        catch (TableTransactionFailedException known) when (known.Status == 409)
        {
            return false;
        }
    }

    private static TableEntity Row(AidRecord record) => JsonRow.Of(record.Payment.Case.Value, RecordKey(record.Payment), record);

    private static TableEntity Row(KpiContribution one)
    {
        TableEntity row = JsonRow.Of(Partition(one), one.Id, one);
        row["Metric"] = one.Metric;
        row["Quantity"] = one.Quantity;
        return row;
    }

    private static string Partition(KpiContribution one) => Partition(one.Unit, one.BusinessDate);

    private static string Partition(UnitCode unit, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{unit.Value}|{day:yyyyMM}");

    private static string RecordKey(PaymentId payment) => payment.Value + "|aid";

    private static string FirstKey(CaseNumber number) => number.Value + "|first";

    private static string RecoveryKey(AidRecovery recovery) => $"{recovery.Payment.Value}|back|{recovery.Key}";
}
