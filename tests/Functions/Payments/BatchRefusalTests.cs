using System.Text.Json;
using Boai.Functions.Errors;
using Boai.Functions.Payments;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Payments;

/// <summary>Who may not, and when not: handbook §2.8 (preparer ≠ payer ≠ reconciler), I-11, I-27.</summary>
public sealed class BatchRefusalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<PaymentMandate, PaymentMandate>> Obstacles { get; } = new()
    {
        { PaymentProblems.NotApproved, mandate => mandate with { ApprovedOn = null } },
        { PaymentProblems.PublicityOpen, mandate => mandate with { PublicityLastDay = PaymentsUnderTest.Today } },
        { PaymentProblems.PayeeUnverified, mandate => mandate with { PayeeVerified = false } },
        { PaymentProblems.PayeeThirdParty, mandate => mandate with { PayeeStanding = PayeeStanding.ThirdParty } },
        { PaymentProblems.OverApproved, mandate => mandate with { OtherPayments = new Money(1) } },
        { PaymentProblems.Frozen, mandate => mandate with { Frozen = true } },
        { PaymentProblems.Differs, mandate => mandate with { Cause = "Disaster" } },
    };

    [Theory]
    [MemberData(nameof(Obstacles), DisableDiscoveryEnumeration = true)]
    public async Task I_27_a_case_that_changed_its_mind_stops_its_payment_at_every_gate(string code, Func<PaymentMandate, PaymentMandate> change)
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId prepared = await payments.Ready();
        PaymentId ready = await payments.Ready();
        string batch = (await payments.Prepare([prepared])).BatchId();
        payments.Cases[prepared] = change(payments.Cases[prepared]);
        payments.Cases[ready] = change(payments.Cases[ready]);

        Answer export = await payments.Export(batch);
        Answer prepare = await payments.Prepare([ready]);

        Assert.Equal(code, Assert.Single(export.Errors()).Value);
        Assert.Equal(code, Assert.Single(prepare.Errors()).Value);
        Assert.IsType<BatchState.Prepared>((await payments.Batch(batch)).State);
        Assert.IsType<PaymentState.Ready>((await payments.Order(ready))!.State);
    }

    [Fact]
    public async Task A_payment_that_its_case_no_longer_asks_for_is_refused_and_the_batch_can_be_dissolved()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        string batch = (await payments.Prepare([payment])).BatchId();
        payments.Cases.Forget(payment);

        Assert.Equal((409, PaymentProblems.NotMandated), Codes(await payments.Export(batch)));
        Assert.Equal(200, (await payments.Dissolve(batch)).Status);
        Assert.Null(await payments.Get<PaymentDesk>().Cancel(payment, "returned", Cancellation));
        Assert.Equal(Money.Zero, (await payments.FundNow()).Reserved);
    }

    [Fact]
    public async Task Roles_other_than_the_duties_are_refused()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();

        Assert.Equal((403, PlatformErrors.AccessRole), Codes(await payments.Prepare([payment], PaymentsUnderTest.Cashier)));
        string batch = (await payments.Prepare([payment])).BatchId();
        Assert.Equal((403, PlatformErrors.AccessRole), Codes(await payments.Export(batch, account: PaymentsUnderTest.Accountant)));
        Assert.Equal((403, PlatformErrors.AccessRole), Codes(await payments.Import(batch, [], PaymentsUnderTest.Accountant)));
        Assert.Equal((403, PlatformErrors.AccessRole), Codes(await payments.Dissolve(batch, account: PaymentsUnderTest.Cashier)));
        Assert.Equal((403, PlatformErrors.AccessRole), Codes(await payments.Reconcile(batch, 0, PaymentsUnderTest.Cashier)));
        Assert.Equal((403, PlatformErrors.AccessRole), Codes(await payments.Prepare([payment], "yz-lead-1")));
    }

    [Fact]
    public async Task Another_units_accountant_and_cashier_are_refused_the_municipalitys_too()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        string batch = (await payments.Prepare([payment])).BatchId();

        Assert.Equal((403, PaymentProblems.BatchUnit), FirstError(await payments.Prepare([await payments.Ready()], "wz-accountant-1")));
        foreach (string cashier in (string[])["wz-cashier", "city-cashier"])
        {
            Assert.Equal((403, PlatformErrors.AccessUnit), Codes(await payments.Export(batch, account: cashier)));
            Assert.Equal((403, PlatformErrors.AccessUnit), Codes(await payments.Import(batch, [], cashier)));
            Assert.Equal((403, PlatformErrors.AccessUnit), Codes(await payments.File(batch, cashier)));
        }

        Assert.Equal((403, PlatformErrors.AccessUnit), Codes(await payments.Dissolve(batch, account: "wz-accountant-1")));
    }

    [Fact]
    public async Task Who_prepared_may_not_pay_and_who_paid_may_not_reconcile()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        BatchDesk desk = payments.Get<BatchDesk>();
        AccessPurpose purpose = new("payment", "one", Roles.Cashier, "500103", "", "");
        Actor one = new("one", Roles.Accountant, PaymentsUnderTest.Unit);
        Actor two = new("two", Roles.Cashier, PaymentsUnderTest.Unit);
        PaymentBatch batch = await desk.Prepare(one, [await payments.Ready()], "decision", payments.Client, Cancellation);

        await Separated(() => desk.Export(batch.Id, 1, one, purpose, payments.Client, Cancellation));
        await desk.Export(batch.Id, 1, two, purpose, payments.Client, Cancellation);
        await Separated(() => desk.Import(batch.Id, batch.AnswerOf().Utf8(), one, payments.Client, Cancellation));
        await desk.Import(batch.Id, batch.AnswerOf().Utf8(), two, payments.Client, Cancellation);
        await Separated(() => desk.Reconcile(batch.Id, 3, Money.FromYuan(1_000), PaymentsUnderTest.Today, two, payments.Client, Cancellation));
    }

    [Fact]
    public async Task Separation_and_recusal_in_the_case_stop_the_person_at_each_duty()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        payments.Cases.Bar("yz-accountant-2", Duty.PreparePayment, CaseProblem.Of(CaseProblems.Separation, ("earlierDuty", "Approve"), ("duty", "PreparePayment")));
        payments.Cases.Bar("yz-cashier", Duty.Pay, CaseProblem.Of(CaseProblems.Recusal));

        Assert.Equal((403, CaseProblems.Separation), FirstError(await payments.Prepare([payment], PaymentsUnderTest.OtherAccountant)));
        string batch = (await payments.Prepare([payment])).BatchId();
        Assert.Equal((403, CaseProblems.Recusal), FirstError(await payments.Export(batch)));
    }

    [Fact]
    public async Task The_file_is_for_the_cashier_who_exported_before_the_bank_answered_and_for_the_purpose_of_paying()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        string batch = (await payments.Prepare([await payments.Ready()])).BatchId();
        Assert.Equal((409, PaymentProblems.BatchState), Codes(await payments.File(batch)));
        Assert.Equal((400, PlatformErrors.AccessPurpose), Codes(await payments.Export(batch, purpose: null)));
        Assert.Equal((400, PlatformErrors.AccessPurpose), Codes(await payments.Export(batch, purpose: "audit")));
        Assert.Equal(200, (await payments.Export(batch)).Status);

        Assert.Equal((400, PlatformErrors.AccessPurpose), Codes(await payments.File(batch, purpose: "audit")));
        Assert.Equal((400, PlatformErrors.RequestQuery), Codes(await payments.File(batch, encoding: "latin1")));
        ProblemException other = await Assert.ThrowsAsync<ProblemException>(() => payments.Get<BatchDesk>().File(
            BatchId.Parse(batch), new Actor("other", Roles.Cashier, PaymentsUnderTest.Unit), new("payment", "other", Roles.Cashier, "500103", "", ""),
            BankFileEncoding.Utf8, Cancellation));
        Assert.Equal(PaymentProblems.BatchExporter, other.Problems[0].Code);
        await payments.Import(batch, (await payments.Batch(batch)).AnswerOf().Utf8());
        Assert.Equal((409, PaymentProblems.BatchState), Codes(await payments.File(batch)));
    }

    [Fact]
    public async Task A_second_cashier_cannot_export_what_the_first_has()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch batch = await payments.Exported(await payments.Ready());

        ProblemException refused = await Assert.ThrowsAsync<ProblemException>(() => payments.Get<BatchDesk>().Export(
            batch.Id, 1, new Actor("other", Roles.Cashier, PaymentsUnderTest.Unit), new("payment", "other", Roles.Cashier, "500103", "", ""), payments.Client, Cancellation));
        Answer same = await payments.Export(batch.Id.Value);

        Assert.Equal(PaymentProblems.BatchExporter, refused.Problems[0].Code);
        Assert.Equal(200, same.Status);
    }

    [Theory]
    [InlineData(VaultField.BankHolder, "=HYPERLINK(\"x\")")]
    [InlineData(VaultField.BankAccount, "12 34")]
    [InlineData(VaultField.BankName, "")]
    public async Task An_account_that_cannot_be_written_keeps_the_batch_from_leaving(string field, string value)
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        string batch = (await payments.Prepare([payment])).BatchId();
        await payments.Get<PersonVault>().Amend(
            SubjectId.Parse(payments.Cases[payment].Payee), payment.Case, new Dictionary<string, string> { [field] = value }, Cancellation);

        Answer answer = await payments.Export(batch);

        Assert.Equal((409, PaymentProblems.PayeeAccount), FirstError(answer));
        Assert.IsType<BatchState.Prepared>((await payments.Batch(batch)).State);
    }

    [Fact]
    public async Task Batches_of_nothing_of_unknown_doubled_or_too_many_payments_or_of_two_accounts_are_refused()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        FundId other = FundId.For(PaymentsUnderTest.Unit, "other");
        await payments.AddFund(other, Money.FromYuan(10_000), channel: "ICBC-500103");
        PaymentId elsewhere = await payments.Ready(change: mandate => mandate with { Fund = other });

        Assert.Equal((422, PaymentProblems.BatchEmpty), FirstError(await payments.Prepare(Array.Empty<PaymentId>())));
        Assert.Equal((404, PaymentProblems.Unknown), FirstError(await payments.Prepare([PaymentId.Create(TestCases.Number(999), 1)])));
        Assert.Equal((422, PaymentProblems.BatchDoubled), FirstError(await payments.Prepare([payment, payment])));
        Assert.Equal((422, PaymentProblems.BatchMixed), FirstError(await payments.Prepare([payment, elsewhere])));
        Assert.Equal((422, PaymentProblems.BatchTooLarge), FirstError(await payments.Prepare([.. Enumerable.Repeat(payment, PaymentBatch.MostLines + 1)])));
        Assert.Equal((422, "input.paymentIdForm"), FirstError(await payments.Prepare(["HRA-1"], PaymentsUnderTest.Accountant)));
        Assert.Equal(201, (await payments.Prepare([payment])).Status);
    }

    [Fact]
    public async Task Of_two_batches_that_want_one_payment_one_wins_and_the_other_is_dissolved_by_itself()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId contested = await payments.Ready();
        PaymentId own = await payments.Ready();
        PaymentId another = await payments.Ready();

        Answer[] answers = await Task.WhenAll(payments.Prepare([own, contested]), payments.Prepare([another, contested], PaymentsUnderTest.OtherAccountant));

        Assert.Equal([201, 409], answers.Select(answer => answer.Status).Order());
        string? lost = answers.Single(answer => answer.Status == 409).Code;
        Assert.True(lost is PaymentProblems.BatchTaken or PaymentProblems.NotReady, lost);
        PaymentOrder?[] orders = [await payments.Order(own), await payments.Order(another), await payments.Order(contested)];
        Assert.Equal(2, orders.Count(order => order!.State is PaymentState.Batched));
        Assert.Single(payments.Cases.Heard(contested));
    }

    [Fact]
    public async Task An_act_on_a_version_that_is_no_longer_the_present_one_is_refused()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        string batch = (await payments.Prepare([await payments.Ready()])).BatchId();

        Assert.Equal((409, PaymentProblems.BatchStale), Codes(await payments.Export(batch, version: 7)));
        Assert.Equal((409, PaymentProblems.BatchStale), Codes(await payments.Dissolve(batch, version: 7)));
        await payments.Export(batch);
        Assert.Equal((409, PaymentProblems.BatchState), Codes(await payments.Dissolve(batch, version: 2)));
        Assert.Equal((422, CaseProblems.ReasonRequired), FirstError(await payments.Dissolve(batch, reasonCode: "payment-taken")));
    }

    [Fact]
    public async Task A_statement_of_another_sum_or_an_impossible_day_closes_nothing()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentBatch batch = await payments.Exported(await payments.Ready());
        Assert.Equal((409, PaymentProblems.BatchState), Codes(await payments.Reconcile(batch.Id.Value, 100_000)));
        await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());

        Assert.Equal((409, PaymentProblems.StatementDiffers), FirstError(await payments.Reconcile(batch.Id.Value, 100_001)));
        Assert.Equal((422, PaymentProblems.StatementDate), FirstError(await payments.Reconcile(batch.Id.Value, 100_000, statementOn: "2026-03-03")));
        Assert.Equal((422, PaymentProblems.StatementDate), FirstError(await payments.Reconcile(batch.Id.Value, 100_000, statementOn: "2026-03-01")));
        Assert.Equal((409, PaymentProblems.BatchStale), Codes(await payments.Reconcile(batch.Id.Value, 100_000, version: 2)));
        Assert.Equal(200, (await payments.Reconcile(batch.Id.Value, 100_000)).Status);
    }

    [Fact]
    public async Task A_repeated_request_answers_the_same_batch()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Ready();
        string key = Guid.NewGuid().ToString("D");

        Answer first = await payments.Prepare([payment], key: key);
        Answer again = await payments.Prepare([payment], key: key);

        Assert.Equal((201, first.Body), (again.Status, again.Body));
    }

    private static (int, string?) Codes(Answer answer) => (answer.Status, answer.Code);

    private static (int, string?) FirstError(Answer answer) =>
        (answer.Status, JsonDocument.Parse(answer.Body).RootElement.GetProperty("errors").EnumerateObject().Select(field => field.Value[0].GetProperty("code").GetString()).FirstOrDefault() ?? answer.Code);

    private static async Task Separated(Func<Task> act) =>
        Assert.Equal(CaseProblems.Separation, (await Assert.ThrowsAsync<ProblemException>(act)).Problems[0].Code);
}
