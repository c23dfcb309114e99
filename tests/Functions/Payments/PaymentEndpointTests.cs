using System.Text.Json;
using Boai.Functions.Errors;
using Boai.Functions.Payments;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.Functions.Payments;

/// <summary>Looking at orders, batches and funds, creating funds, and posting what came in.</summary>
public sealed class PaymentEndpointTests
{
    private const string LegalPerson = "53500103DEW000000";

    private static readonly string[] Spaced = ["a b"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_orders_are_listed_for_their_unit_and_for_those_who_oversee()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId first = await payments.Ready();
        payments.Platform.Clock.Advance(TimeSpan.FromMinutes(1));
        PaymentId second = await payments.Ready();

        foreach ((string account, string query) in ((string, string)[])
            [("yz-accountant-1", ""), ("yz-cashier", ""), ("city-audit", "?unit=500103"), ("city-supervisor", "?unit=500103"), ("city-accountant-1", "?unit=500103")])
        {
            Answer listed = await Get<OrdersEndpoint>(payments, "ListReadyPayments", account, query, (endpoint, http) => endpoint.Ready(http, Cancellation).As());
            Assert.Equal([first.Value, second.Value], JsonDocument.Parse(listed.Body).RootElement.EnumerateArray().Select(order => order.GetProperty("paymentId").GetString()!));
            Assert.DoesNotContain("王小明", listed.Body);
        }

        Answer own = await Get<OrdersEndpoint>(payments, "ListReadyPayments", "wz-accountant-1", "", (endpoint, http) => endpoint.Ready(http, Cancellation).As());
        Answer foreign = await Get<OrdersEndpoint>(payments, "ListReadyPayments", "wz-accountant-1", "?unit=500103", (endpoint, http) => endpoint.Ready(http, Cancellation).As());
        Answer lead = await Get<OrdersEndpoint>(payments, "ListReadyPayments", "yz-lead-1", "", (endpoint, http) => endpoint.Ready(http, Cancellation).As());
        Answer nonsense = await Get<OrdersEndpoint>(payments, "ListReadyPayments", "city-audit", "?unit=x", (endpoint, http) => endpoint.Ready(http, Cancellation).As());
        Assert.Equal("[]", own.Body);
        Assert.Equal([PlatformErrors.AccessUnit, PlatformErrors.AccessRole, "input.unitCodeForm"], [foreign.Code, lead.Code, nonsense.Code]);
    }

    [Fact]
    public async Task An_order_and_a_batch_can_be_read_by_their_unit_and_nobody_elses()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        PaymentBatch batch = await payments.Exported(payment);
        await payments.Import(batch.Id.Value, batch.AnswerOf(bounced: [1]).Utf8());

        Answer order = await Get<OrdersEndpoint>(payments, "ReadPayment", "yz-cashier", "", (endpoint, http) => endpoint.Read(http, payment.Value, Cancellation).As());
        Answer read = await Get<BatchesEndpoint>(payments, "ReadBatch", "city-audit", "", (endpoint, http) => endpoint.Read(http, batch.Id.Value, Cancellation).As());
        Answer list = await Get<BatchesEndpoint>(payments, "ListBatches", "yz-cashier", "", (endpoint, http) => endpoint.List(http, Cancellation).As());
        Answer foreignOrder = await Get<OrdersEndpoint>(payments, "ReadPayment", "wz-cashier", "", (endpoint, http) => endpoint.Read(http, payment.Value, Cancellation).As());
        Answer foreignBatch = await Get<BatchesEndpoint>(payments, "ReadBatch", "wz-cashier", "", (endpoint, http) => endpoint.Read(http, batch.Id.Value, Cancellation).As());
        Answer unknown = await Get<OrdersEndpoint>(
            payments, "ReadPayment", "yz-cashier", "", (endpoint, http) => endpoint.Read(http, PaymentId.Create(payment.Case, 7).Value, Cancellation).As());

        Assert.Equal("Bounced", order.State());
        Assert.Equal("accountUnknown", JsonDocument.Parse(read.Body).RootElement.GetProperty("lines")[0].GetProperty("reason").GetString());
        Assert.Equal(1, JsonDocument.Parse(list.Body).RootElement.GetArrayLength());
        Assert.Equal([PlatformErrors.AccessUnit, PlatformErrors.AccessUnit, PaymentProblems.Unknown], [foreignOrder.Code, foreignBatch.Code, unknown.Code]);
    }

    [Fact]
    public async Task An_accountant_creates_a_fund_posts_a_receipt_and_reads_the_books()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        string key = Guid.NewGuid().ToString("D");
        object form = new { name = "助医资金", channel = "BOC-500103-2", legalPerson = Valid(LegalPerson), causes = new[] { "Illness" } };

        Answer created = await Create(payments, form, key: key);
        Answer again = await Create(payments, form, key: key);
        string id = JsonDocument.Parse(created.Body).RootElement.GetProperty("fundId").GetString()!;
        Answer received = await Receive(payments, id, "BANK-0001", 500_00);
        Answer repeated = await Receive(payments, id, "BANK-0001", 500_00);
        Answer differs = await Receive(payments, id, "BANK-0001", 500_01);
        Answer books = await Get<FundsEndpoint>(payments, "ReadFund", "yz-cashier", "", (endpoint, http) => endpoint.Read(http, id, Cancellation).As());
        Answer list = await Get<FundsEndpoint>(payments, "ListFunds", "yz-lead-1", "", (endpoint, http) => endpoint.List(http, Cancellation).As());

        Assert.True(created.Status == 201, created.Body);
        Assert.Equal(created.Body, again.Body);
        Assert.Equal((200, 50_000, 200, 50_000), (received.Status, received.Fen("availableFen"), repeated.Status, repeated.Fen("receivedFen")));
        Assert.Equal((409, "fund.receipt-differs"), (differs.Status, differs.Code));
        Assert.Equal("in:BANK-0001", JsonDocument.Parse(books.Body).RootElement.GetProperty("postings")[0].GetProperty("key").GetString());
        Assert.Equal(2, JsonDocument.Parse(list.Body).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_fund_of_no_form_is_refused_with_every_wrong_field()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();

        Answer refused = await Create(
            payments, new { name = "=1+1", channel = "中行", legalPerson = "53500103DEW000001", causes = Spaced, divisions = Spaced });
        Answer cashier = await Create(payments, new { name = "甲", channel = "BOC-1", legalPerson = Valid(LegalPerson) }, PaymentsUnderTest.Cashier);
        Answer nothing = await Receive(payments, payments.Fund.Value, "BANK-0002", 0);
        Answer negative = await Receive(payments, payments.Fund.Value, "BANK-0002", -1);
        Answer huge = await Receive(payments, payments.Fund.Value, "BANK-0002", long.MaxValue);
        Answer form = await Receive(payments, payments.Fund.Value, "bank 2", 100);
        Answer foreign = await Receive(payments, payments.Fund.Value, "BANK-0002", 100, "wz-accountant-1");
        Answer unknown = await Receive(payments, "FD-500103-000000000000", "BANK-0002", 100);

        Assert.Equal(["causes", "channel", "divisions[0]", "legalPerson", "name"], refused.Errors().Keys.Order());
        Assert.Equal((403, PlatformErrors.AccessRole), (cashier.Status, cashier.Code));
        Assert.Equal(
            ["fund.amount", "fund.amount", "fund.amount", "fund.transaction", PlatformErrors.AccessUnit, "fund.unknown"],
            [nothing.Code, negative.Code, huge.Code, form.Code, foreign.Code, unknown.Code]);
        Assert.Equal(200, (await Receive(payments, payments.Fund.Value, "BANK-0002", 100)).Status);
    }

    [Fact]
    public async Task Development_funds_are_there_once_and_a_newcomer_can_pay_from_them()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        DevelopmentFunds seeding = ActivatorUtilities.CreateInstance<DevelopmentFunds>(payments.Get<IServiceProvider>());

        await seeding.StartAsync(Cancellation);
        await seeding.StartAsync(Cancellation);

        foreach (string unit in (string[])["500103", "500101", "500000"])
        {
            Fund fund = (await payments.Get<FundStore>().Find(DevelopmentFunds.IdOf(UnitCode.Parse(unit)), Cancellation))!;
            Assert.Equal(Money.FromYuan(1_000_000), fund.Available);
            Assert.True(OrganisationCode.TryParse(fund.LegalPerson, out _, out _));
        }

        PaymentId payment = await payments.Ready(change: mandate => mandate with { Fund = DevelopmentFunds.IdOf(PaymentsUnderTest.Unit) });
        Assert.Equal(201, (await payments.Prepare([payment])).Status);
    }

    [Fact]
    public async Task No_name_and_no_account_is_stored_by_the_desk_or_logged()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        PaymentBatch batch = await payments.Exported(payment);
        await payments.File(batch.Id.Value);
        await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());
        await payments.Get<PaymentDesk>().RecordAid(payment, "REL-01", AidMetrics.HardshipRelief, Cancellation);

        IReadOnlyList<string> stored = await payments.Platform.EveryStoredText();

        Assert.NotEmpty(stored);
        foreach (string canary in (string[])["王小明", Boai.Tests.Support.SyntheticPeople.BankAccount(1)])
        {
            Assert.DoesNotContain(stored, text => text.Contains(canary, StringComparison.Ordinal));
            Assert.DoesNotContain(payments.Platform.Logs.Lines, line => line.Contains(canary, StringComparison.Ordinal));
        }
    }

    private static string Valid(string body) => body + OrganisationCode.CheckCharacterFor(body);

    private static Task<Answer> Create(PaymentsUnderTest payments, object form, string account = PaymentsUnderTest.Accountant, string? key = null) =>
        payments.Post<FundsEndpoint>("CreateFund", account, form, async endpoint => await endpoint.Item1.Create(endpoint.Item2, Cancellation), key);

    private static Task<Answer> Receive(PaymentsUnderTest payments, string fund, string transaction, long amountFen, string account = PaymentsUnderTest.Accountant) =>
        payments.Post<FundsEndpoint>(
            "ReceiveFunds", account, new { transaction, amountFen }, async endpoint => await endpoint.Item1.Receive(endpoint.Item2, fund, Cancellation));

    private static Task<Answer> Get<TEndpoint>(
        PaymentsUnderTest payments, string function, string account, string query, Func<TEndpoint, Microsoft.AspNetCore.Http.HttpRequest, Task<Microsoft.AspNetCore.Http.IResult>> act)
        where TEndpoint : class =>
        payments.Send<TEndpoint>(new Sent(function, "GET") { Query = query }, account, endpoint => act(endpoint.Item1, endpoint.Item2));
}

internal static class Results
{
    /// <summary>An endpoint's typed answer as the middleware handles it.</summary>
    public static async Task<Microsoft.AspNetCore.Http.IResult> As<T>(this Task<T> result)
        where T : Microsoft.AspNetCore.Http.IResult => await result;
}
