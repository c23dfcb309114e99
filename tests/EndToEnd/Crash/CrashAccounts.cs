using System.Text.Json;
using Azure.Data.Tables;
using Boai.Functions.Payments;
using Boai.Functions.Storage;

namespace Boai.Tests.EndToEnd.Crash;

/// <summary>What must be true of all applications together once they have ended, looked up in every store that knows.</summary>
internal sealed class CrashAccounts(PatientClient branch, string connection, IReadOnlyList<CrashCourse> courses)
{
    private static readonly string[] Sweeps = ["SweepRequests", "SettlePayments", "RepairPayments", "WatchCases"];
    private static readonly string[] Notices = ["relief.Accepted", "relief.Granted", "relief.Listed", "relief.Paid"];
    private readonly TableServiceClient _tables = new(connection);

    /// <summary>Runs what looks after requests and payments that broke off: by now there is nothing that it may change.</summary>
    public async Task RunTheSweeps()
    {
        await branch.AdvanceTo(await branch.Now() + TimeSpan.FromDays(2));
        foreach (string sweep in Sweeps)
        {
            (await branch.Host(HttpMethod.Post, $"admin/functions/{sweep}", new { })).Expect(202);
        }

        await branch.AdvanceTo(await branch.Now() + TimeSpan.FromSeconds(1)); // waits for them
        await NothingIsHalfDone();
    }

    public async Task AreRight(string fund)
    {
        await CasesAreOnePerKey();
        await OrchestrationsAreWhereTheyBelong();
        await PaymentsAreOneEach();
        await FundAddsUp(fund);
        await NoticesWentOnce();
    }

    private async Task CasesAreOnePerKey()
    {
        string[] stored = [.. (await Rows(PlatformTables.Cases)).Where(row => row.RowKey.EndsWith("|h", StringComparison.Ordinal)).Select(row => row.PartitionKey).Order(StringComparer.Ordinal)];
        Assert.Equal(courses.Select(course => course.Number).Order(StringComparer.Ordinal), stored);
    }

    // A part of the aided is drawn to be called after thirty days; they wait for that. The others have ended.
    private async Task OrchestrationsAreWhereTheyBelong()
    {
        List<string> states = [];
        foreach (CrashCourse course in courses)
        {
            string state = "";
            await PatientClient.Until(
                async () => (state = await course.State(), await StatusOf(course)) is ("Closed", "Completed") or ("Aided", "Running"),
                () => $"the end of {course.Number}, which is {state}");
            states.Add(state);
        }

        Assert.InRange(states.Count(state => state == "Aided"), 0, courses.Count / 2);
        // Beside the cases a month may have been counted: the courses cross a 5th.
        string[] all =
        [
            .. (await branch.Host(HttpMethod.Get, "runtime/webhooks/durabletask/instances?top=1000")).Expect(200).Json.EnumerateArray()
                .Select(instance => instance.GetProperty("instanceId").GetString()!).Where(id => !id.StartsWith("ROLLUP-", StringComparison.Ordinal)),
        ];
        Assert.Equal(courses.Select(course => course.Number).Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    private async Task<string?> StatusOf(CrashCourse course) =>
        (await branch.Host(HttpMethod.Get, "runtime/webhooks/durabletask/instances/" + course.Number)).Json.GetProperty("runtimeStatus").GetString();

    private async Task PaymentsAreOneEach()
    {
        string[] payments = [.. courses.Select(course => course.Payment).Order(StringComparer.Ordinal)];
        foreach (string payment in payments)
        {
            Assert.Equal("Paid", (await branch.Get("yz-accountant-1", "payments/orders/" + payment)).Expect(200).Text("state"));
        }

        Assert.Equal(payments, (await Rows(PaymentTables.Orders)).Select(row => row.RowKey).Order(StringComparer.Ordinal));
        Assert.Equal(
            payments.Select(payment => payment + "|aid"),
            (await Rows(PaymentTables.Aid)).Select(row => row.RowKey).Where(key => key.EndsWith("|aid", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(courses.Count, (await Rows(PaymentTables.Transactions)).Count(row => row.RowKey.Contains("TX-", StringComparison.Ordinal)));
        Assert.Empty(await Rows(PaymentTables.Ready));
        Assert.All(await Rows(PaymentTables.Batches), batch => Assert.Equal("Reconciled", batch.GetString("State")));
    }

    private async Task FundAddsUp(string fund)
    {
        JsonElement books = (await branch.Get("yz-accountant-1", "payments/funds/" + fund)).Expect(200).Json;
        JsonElement sums = books.GetProperty("fund");
        long spent = courses.Sum(course => course.AmountFen);
        Assert.Equal(spent, sums.GetProperty("spentFen").GetInt64());
        Assert.Equal(0, sums.GetProperty("reservedFen").GetInt64());
        Assert.Equal(sums.GetProperty("receivedFen").GetInt64() - spent, sums.GetProperty("availableFen").GetInt64());
        foreach (CrashCourse course in courses)
        {
            // One promise and one payment, each of the whole amount.
            Assert.Equal(
                [course.AmountFen, course.AmountFen],
                books.GetProperty("postings").EnumerateArray()
                    .Where(posting => posting.GetProperty("paymentId").GetString() == course.Payment).Select(posting => posting.GetProperty("amountFen").GetInt64()));
        }

        IReadOnlyList<TableEntity> contributions = await Rows(PaymentTables.Contributions);
        Assert.Contains(contributions.GroupBy(row => row.GetString("Metric"), row => row.GetInt64("Quantity")), metric => metric.Sum() == spent);
    }

    private async Task NoticesWentOnce()
    {
        foreach (CrashCourse course in courses)
        {
            (string Kind, string To, string Text)[] sent = [.. (await course.Messages()).Where(message => message.Kind.StartsWith("relief.", StringComparison.Ordinal))];
            Assert.Equal(Notices, sent.Select(message => message.Kind).Order(StringComparer.Ordinal));
        }
    }

    // Whatever was asked for was answered in the end, so no request is left half done.
    private async Task NothingIsHalfDone() =>
        Assert.All(await Rows(PlatformTables.Idempotency), row => Assert.Equal("done", row.GetString("State")));

    private async Task<IReadOnlyList<TableEntity>> Rows(string table)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in _tables.GetTableClient(table).QueryAsync<TableEntity>())
        {
            rows.Add(row);
        }

        return rows;
    }
}
