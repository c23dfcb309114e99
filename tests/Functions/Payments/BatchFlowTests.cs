using System.Text;
using Boai.Functions.Payments;
using Boai.Tests.Functions.Support;
using Boai.Tests.Support;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Payments;

/// <summary>Handbook §5.2, states 8 and 8F: a payment from the ready order to the reconciled batch.</summary>
public sealed class BatchFlowTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payment_goes_from_order_to_batch_to_bank_to_paid_to_reconciled_and_its_case_hears_each_step()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();

        PaymentBatch batch = await payments.Exported(payment);
        Answer imported = await payments.Import(batch.Id.Value, batch.AnswerOf().Gb18030());
        Answer reconciled = await payments.Reconcile(batch.Id.Value, 100_000);

        Assert.True(imported.Status == 200, imported.Body);
        Assert.Equal(100_000, imported.Fen("paidFen"));
        Assert.True(reconciled.Status == 200, reconciled.Body);
        Assert.Equal("Reconciled", reconciled.State());
        Assert.Equal(["Prepared 1", "Exported 1", "Confirmed 1", "Reconciled 1"], payments.Cases.Heard(payment));
        PaymentState.Paid paid = Assert.IsType<PaymentState.Paid>((await payments.Order(payment))!.State);
        Assert.Equal(("TX0001", PaymentsUnderTest.Today), (paid.Transaction.Number, paid.PaidOn));
        Fund fund = await payments.FundNow();
        Assert.Equal((Money.FromYuan(1_000), Money.Zero, Money.FromYuan(99_000)), (fund.Spent, fund.Reserved, fund.Available));
    }

    [Fact]
    public async Task The_exported_file_carries_holder_account_reference_and_amount_and_every_reading_is_logged()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch batch = await payments.Exported(await payments.Ready(), await payments.Ready(2_500));
        int readings = (await payments.Platform.AuditLines()).Count;

        Answer file = await payments.File(batch.Id.Value);

        Assert.True(file.Status == 200, file.Body);
        string[] lines = file.Body.TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal($"H,BOAI-PAY-1,{batch.Id},500103,BOC-500103,2026-03-02,CNY", lines[0]);
        Assert.Equal($"D,1,{batch.Lines[0].Reference},王小明,{SyntheticPeople.BankAccount(1)},重庆农村商业银行,1000.00,红十字救助款", lines[1]);
        Assert.Equal($"D,2,{batch.Lines[1].Reference},王小明,{SyntheticPeople.BankAccount(2)},重庆农村商业银行,2500.00,红十字救助款", lines[2]);
        Assert.Equal($"T,2,3500.00,{batch.Digest}", lines[3]);
        Assert.Equal("no-store", file.Headers.CacheControl);
        IReadOnlyList<Azure.Data.Tables.TableEntity> audit = await payments.Platform.AuditLines();
        Assert.Equal(readings + 2, audit.Count);
        Assert.All(audit, line => Assert.Equal(("payment", "read"), (line.GetString("Purpose"), line.GetString("Result"))));
    }

    [Fact]
    public async Task The_bank_gets_its_file_in_GB18030_unless_the_cashier_asks_for_another()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch batch = await payments.Exported(await payments.Ready());

        byte[] file = await payments.Get<BatchDesk>().File(
            batch.Id, new("yz-cashier", "FIN_CASH", PaymentsUnderTest.Unit), new("payment", "yz-cashier", "FIN_CASH", "500103", "", ""), BankFileEncoding.Gb18030,
            Cancellation);

        Assert.Contains("王小明", BankFileText.Gb18030.GetString(file));
        Assert.DoesNotContain("王小明", Encoding.UTF8.GetString(file));
    }

    [Fact]
    public async Task What_bounced_is_told_to_its_case_and_goes_out_again_under_a_new_reference_once_the_account_is_corrected()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId good = await payments.Ready();
        PaymentId bad = await payments.Ready(2_000);
        PaymentBatch first = await payments.Exported(good, bad);

        await payments.Import(first.Id.Value, first.AnswerOf(bounced: [2]).Utf8());
        Answer tooEarly = await payments.Prepare([bad]);
        Assert.Null(await payments.Get<PaymentDesk>().Correct(bad, 1, visited: false, Cancellation));
        PaymentBatch second = await payments.Exported(bad);
        await payments.Import(second.Id.Value, second.AnswerOf(transactions: "TY").Utf8());

        Assert.Equal((409, PaymentProblems.NotReady), (tooEarly.Status, tooEarly.Code));
        Assert.Equal((first.Lines[1].Reference.Value[..^1] + "2"), second.Lines[0].Reference.Value);
        Assert.Equal(["Prepared 1", "Exported 1", "Bounced 1", "Prepared 2", "Exported 2", "Confirmed 2"], payments.Cases.Heard(bad));
        Assert.Equal(Money.FromYuan(3_000), (await payments.FundNow()).Spent);
    }

    [Fact]
    public async Task After_the_third_bounce_somebody_must_go_and_see_the_payee()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            PaymentBatch batch = await payments.Exported(payment);
            await payments.Import(batch.Id.Value, batch.AnswerOf(bounced: [1]).Utf8());
            PaymentReport.Bounced told = Assert.IsType<PaymentReport.Bounced>(payments.Cases.Told[^1]);
            Assert.Equal(attempt == 3, told.VisitNeeded);
            if (attempt < 3)
            {
                Assert.Null(await payments.Get<PaymentDesk>().Correct(payment, attempt, visited: false, Cancellation));
            }
        }

        Assert.Equal(PaymentProblems.VisitNeeded, (await payments.Get<PaymentDesk>().Correct(payment, 3, visited: false, Cancellation))!.Code);
        Assert.Null(await payments.Get<PaymentDesk>().Correct(payment, 3, visited: true, Cancellation));
        Assert.Equal(new PaymentState.Ready(4), (await payments.Order(payment))!.State);
    }

    [Fact]
    public async Task A_dissolved_batch_gives_its_payments_back_and_tells_their_cases()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        string batch = (await payments.Prepare([payment])).BatchId();

        Answer dissolved = await payments.Dissolve(batch);

        Assert.Equal((200, "Dissolved"), (dissolved.Status, dissolved.State()));
        Assert.Equal([payment], (await payments.Get<PaymentOrders>().ReadyOf(PaymentsUnderTest.Unit, Cancellation)).Select(order => order.Id));
        PaymentBatch again = await payments.Exported(payment);
        Assert.NotEqual(batch, again.Id.Value);
        Assert.Equal(["Prepared 1", "Unprepared 1", "Prepared 1", "Exported 1"], payments.Cases.Heard(payment));
    }
}
