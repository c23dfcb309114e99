using Boai.Functions.Payments;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Payments;

/// <summary>What programmes ask of the desk.</summary>
public sealed class PaymentDeskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opening_an_order_promises_its_amount_once_however_often_it_is_asked()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Mandate();
        PaymentDesk desk = payments.Get<PaymentDesk>();

        IReadOnlyList<Boai.Workflows.Cases.CaseProblem>[] answers =
            await Task.WhenAll(desk.Open(payment, Cancellation), desk.Open(payment, Cancellation), desk.Open(payment, Cancellation));

        Assert.All(answers, Assert.Empty);
        Assert.Equal(Money.FromYuan(1_000), (await payments.FundNow()).Reserved);
        Assert.Equal(new PaymentState.Ready(1), (await payments.Order(payment))!.State);
    }

    [Fact]
    public async Task A_promise_made_at_approval_is_the_one_that_the_order_uses()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Mandate();
        PaymentMandate mandate = payments.Cases[payment];
        PaymentDesk desk = payments.Get<PaymentDesk>();
        Assert.Empty(await desk.Reserve(
            payments.Fund, new FundUse(payment, mandate.Amount, mandate.Unit, mandate.Cause, mandate.Division, mandate.Household), Cancellation));

        Assert.Empty(await desk.Open(payment, Cancellation));

        Assert.Equal(Money.FromYuan(1_000), (await payments.FundNow()).Reserved);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task I_27_no_order_without_mandate_or_against_an_obstacle_and_nothing_is_promised(int kind)
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId payment = await payments.Mandate(change: mandate => mandate with { PayeeVerified = false, Frozen = true });
        if (kind == 2)
        {
            payments.Cases.Forget(payment);
        }

        IReadOnlyList<Boai.Workflows.Cases.CaseProblem> problems = await payments.Get<PaymentDesk>().Open(payment, Cancellation);

        Assert.Equal(
            kind == 1 ? [PaymentProblems.PayeeUnverified, PaymentProblems.Frozen] : [PaymentProblems.NotMandated], problems.Select(problem => problem.Code));
        Assert.Null(await payments.Order(payment));
        Assert.Equal(Money.Zero, (await payments.FundNow()).Reserved);
    }

    [Fact]
    public async Task A_fund_that_is_short_foreign_or_unknown_opens_nothing()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        FundId foreign = FundId.For(UnitCode.Parse("500101"), "foreign");
        await payments.AddFund(foreign, Money.FromYuan(9_000), channel: "BOC-500101");
        PaymentDesk desk = payments.Get<PaymentDesk>();

        PaymentId tooMuch = await payments.Mandate(100_001);
        PaymentId elsewhere = await payments.Mandate(change: mandate => mandate with { Fund = foreign });
        PaymentId nowhere = await payments.Mandate(change: mandate => mandate with { Fund = FundId.For(PaymentsUnderTest.Unit, "none") });

        Assert.Equal(PaymentProblems.FundBalance, Assert.Single(await desk.Open(tooMuch, Cancellation)).Code);
        Assert.Equal(PaymentProblems.FundUnit, Assert.Single(await desk.Open(elsewhere, Cancellation)).Code);
        Assert.Equal(PaymentProblems.FundUnknown, Assert.Single(await desk.Open(nowhere, Cancellation)).Code);
    }

    [Fact]
    public async Task The_municipalitys_fund_serves_a_district()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        FundId city = FundId.For(UnitCode.City, "city");
        await payments.AddFund(city, Money.FromYuan(9_000), channel: "BOC-500000");

        PaymentId payment = await payments.Ready(change: mandate => mandate with { Fund = city });

        Assert.Equal("BOC-500000", (await payments.Order(payment))!.Channel.Value);
    }

    [Fact]
    public async Task Cancelling_gives_the_promise_back_and_is_refused_once_the_order_is_in_a_batch()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentDesk desk = payments.Get<PaymentDesk>();
        PaymentId cancelled = await payments.Ready();
        PaymentId batched = await payments.Ready();
        PaymentId paid = await payments.Ready();
        PaymentBatch batch = await payments.Exported(paid);
        await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());
        await payments.Prepare([batched]);

        Assert.Null(await desk.Cancel(cancelled, "returned", Cancellation));
        Assert.Null(await desk.Cancel(cancelled, "returned", Cancellation));
        Assert.Equal(PaymentProblems.InBatch, (await desk.Cancel(batched, "returned", Cancellation))!.Code);
        Assert.Equal(PaymentProblems.PaidAlready, (await desk.Cancel(paid, "returned", Cancellation))!.Code);
        Assert.Null(await desk.Cancel(await payments.Mandate(), "returned", Cancellation));

        Assert.Equal(PaymentProblems.NotReady, Assert.Single(await desk.Open(cancelled, Cancellation)).Code);
        Assert.Equal(Money.FromYuan(1_000), (await payments.FundNow()).Reserved);
        Assert.Empty((await payments.Get<PaymentOrders>().ReadyOf(PaymentsUnderTest.Unit, Cancellation)));
    }

    [Fact]
    public async Task Aid_is_recorded_once_the_bank_has_paid_and_contributes_once()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentDesk desk = payments.Get<PaymentDesk>();
        PaymentId payment = await payments.Ready();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Record(desk, payment));
        PaymentBatch batch = await payments.Exported(payment);
        await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());

        AidRecord[] records = await Task.WhenAll(Record(desk, payment), Record(desk, payment), Record(desk, payment));

        Assert.All(records, record => Assert.Equal(records[0], record));
        Assert.True(records[0].OpensCase);
        IReadOnlyList<KpiContribution> contributions = await payments.Get<AidBook>().ContributionsOf(PaymentsUnderTest.Unit, 2026, 3, Cancellation);
        Assert.Equal(
            [("REL.HARDSHIP_CASES", 1L), ("REL.HARDSHIP_FEN", 100_000L)],
            contributions.Select(one => (one.Metric, one.Quantity)).Order());
    }

    [Fact]
    public async Task Of_two_payments_of_one_case_the_case_counts_once()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentDesk desk = payments.Get<PaymentDesk>();
        PaymentId urgent = await payments.Ready();
        PaymentId rest = PaymentId.Create(urgent.Case, 2);
        payments.Cases[rest] = payments.Cases[urgent] with { Payment = rest };
        Assert.Empty(await desk.Open(rest, Cancellation));
        PaymentBatch batch = await payments.Exported(urgent, rest);
        await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());

        AidRecord[] records = await Task.WhenAll(Record(desk, rest), Record(desk, urgent));

        Assert.Single(records, record => record.OpensCase);
        IReadOnlyList<KpiContribution> contributions = await payments.Get<AidBook>().ContributionsOf(PaymentsUnderTest.Unit, 2026, 3, Cancellation);
        Assert.Equal((1, 200_000), (Sum(contributions, "REL.HARDSHIP_CASES"), Sum(contributions, "REL.HARDSHIP_FEN")));
    }

    [Fact]
    public async Task What_comes_back_leaves_fund_figures_and_ledger_right_and_never_exceeds_what_was_paid()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentDesk desk = payments.Get<PaymentDesk>();
        PaymentId payment = await payments.Ready();
        AidRecovery part = new(payment, "first", Money.FromYuan(400), new DateOnly(2026, 4, 1));
        AidRecovery rest = new(payment, "second", Money.FromYuan(600), new DateOnly(2026, 5, 1));
        Assert.Equal(PaymentProblems.NotPaid, (await desk.Recover(part, AidMetrics.HardshipRelief, Cancellation))!.Code);
        PaymentBatch batch = await payments.Exported(payment);
        await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());
        await Record(desk, payment);

        Assert.Null(await desk.Recover(part, AidMetrics.HardshipRelief, Cancellation));
        Assert.Null(await desk.Recover(part, AidMetrics.HardshipRelief, Cancellation));
        Assert.Equal(PaymentProblems.RecoveryAmount, (await desk.Recover(part with { Amount = Money.FromYuan(401) }, AidMetrics.HardshipRelief, Cancellation))!.Code);
        Assert.Equal(
            PaymentProblems.RecoveryAmount, (await desk.Recover(rest with { Amount = Money.FromYuan(601) }, AidMetrics.HardshipRelief, Cancellation))!.Code);
        Assert.Null(await desk.Recover(rest, AidMetrics.HardshipRelief, Cancellation));

        AidBook book = payments.Get<AidBook>();
        Assert.Equal(-40_000, Sum(await book.ContributionsOf(PaymentsUnderTest.Unit, 2026, 4, Cancellation), "REL.HARDSHIP_FEN"));
        IReadOnlyList<KpiContribution> may = await book.ContributionsOf(PaymentsUnderTest.Unit, 2026, 5, Cancellation);
        Assert.Equal((-60_000, -1), (Sum(may, "REL.HARDSHIP_FEN"), Sum(may, "REL.HARDSHIP_CASES")));
        Fund fund = await payments.FundNow();
        Assert.Equal((Money.Zero, Money.FromYuan(100_000)), (fund.Spent, fund.Available));
        HouseholdAid household = await desk.OfHousehold(payments.Cases[payment].Household, Cancellation);
        Assert.False(household.HasCause("Illness", default, TestCases.Number(99)));
    }

    [Fact]
    public async Task Of_two_approvals_for_one_household_at_the_same_moment_at_least_one_sees_the_other()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentDesk desk = payments.Get<PaymentDesk>();
        PaymentId[] both = [PaymentId.Create(TestCases.Number(1), 1), PaymentId.Create(TestCases.Number(2), 1)];

        Money[] seen = await Task.WhenAll(both.Select(async payment =>
        {
            await desk.Reserve(
                payments.Fund, new FundUse(payment, Money.FromYuan(3_000), PaymentsUnderTest.Unit, "Illness", PaymentsUnderTest.Unit, "hh_one"), Cancellation);
            return (await desk.OfHousehold("hh_one", Cancellation)).Since(PaymentsUnderTest.Today.AddDays(-90), payment.Case);
        }));

        Assert.Contains(Money.FromYuan(3_000), seen);
        Assert.Equal(2, (await desk.OfHousehold("hh_one", Cancellation)).Grants.Count);
    }

    private static Task<AidRecord> Record(PaymentDesk desk, PaymentId payment) => desk.RecordAid(payment, "REL-01", AidMetrics.HardshipRelief, Cancellation);

    private static long Sum(IReadOnlyList<KpiContribution> contributions, string metric) =>
        contributions.Where(one => one.Metric == metric).Sum(one => one.Quantity);
}
