using Azure.Data.Tables;
using Boai.Functions.Cases;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Boai.Functions.Idempotency;

/// <summary>Takes care of requests whose process died: makes sure that what they stored goes on, and removes old rows.</summary>
public sealed class RequestSweep(
    AppStorage storage, CaseStore cases, CaseProgrammes programmes, PolicyBook policies, TimeProvider time, ILogger<RequestSweep> logger)
{
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>How long an answer can be asked for again. Long enough for any client's retries, short enough for a small table.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private TableClient Table => storage.Table(PlatformTables.Idempotency);

    [Function("SweepRequests")]
    public async Task Sweep(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        DateTimeOffset before = time.GetUtcNow() - Settled;
        string filter = TableClient.CreateQueryFilter(
            $"(State eq {RequestRow.Started} or State eq {RequestRow.Failed}) and StartedAt lt {before} and LeaseUntil lt {before}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (await CaseOf(row, cancellation) is { } stored)
            {
                await programmes.Of(stored.Head).TakeUp(stored.Head, client, cancellation);
                logger.LogInformation("Request {Id} had broken off; case {Case} was taken up", row.RowKey[..8], stored.Head.Number.Value);
            }

            // A retry may still come, and will be done again; until then there is nothing more to see to.
            TableEntity swept = new(row.PartitionKey, row.RowKey) { ["State"] = RequestRow.Swept };
            await Table.TryMerge(swept, row.ETag, cancellation);
        }
    }

    [Function("PurgeRequests")]
    public async Task Purge([TimerTrigger("0 15 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        string filter = TableClient.CreateQueryFilter($"StartedAt lt {time.GetUtcNow() - Kept}");
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
        }
    }

    // A request that was to open a case knows its sequence number, not yet its unit: then the case is one of a handful.
    private async Task<StoredHead?> CaseOf(TableEntity row, CancellationToken cancellation)
    {
        if (CaseNumber.TryParse(row.GetString("Case"), out CaseNumber? number, out _))
        {
            return await cases.Find(number, cancellation);
        }

        if (row.GetInt32("Sequence") is not { } sequence || row.GetInt32("Year") is not { } year)
        {
            return null;
        }

        BusinessCode business = BusinessCode.Parse(row.GetString("Business"));
        foreach (UnitCode unit in UnitsOn(row.GetDateTimeOffset("StartedAt")!.Value))
        {
            if (await cases.Find(CaseNumber.Create(business, unit, year, sequence), cancellation) is { } stored)
            {
                return stored;
            }
        }

        return null;
    }

    private IEnumerable<UnitCode> UnitsOn(DateTimeOffset at)
    {
        DateOnly day = ChinaCalendar.DateOf(at);
        return new ReportingUnits(Divisions.Chongqing, policies.Today).On(day)
            .Concat(Divisions.Chongqing.CountyLevelOn(day).Select(division => division.Code))
            .Append(UnitCode.City)
            .Distinct();
    }
}
