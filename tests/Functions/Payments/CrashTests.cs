using Boai.Functions.Payments;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Payments;

/// <summary>The process dies between two writes: whoever asked asks again, or the sweep goes on, and the end is the right one.</summary>
public sealed class CrashTests
{
    private static readonly Actor Accountant = new("yz-accountant-1", Roles.Accountant, PaymentsUnderTest.Unit);
    private static readonly Actor Cashier = new("yz-cashier", Roles.Cashier, PaymentsUnderTest.Unit);
    private static readonly Actor Reconciler = new("yz-accountant-2", Roles.Accountant, PaymentsUnderTest.Unit);
    private static readonly AccessPurpose Paying = new("payment", "yz-cashier", Roles.Cashier, "500103", "", "");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Died_before_any_write_the_work_goes_on_and_ends_right(bool sweptFirst)
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        int survived = 0;
        int round = 0;
        bool crashed;
        do
        {
            crashed = await Round(payments, ++round, sweptFirst);
            survived += crashed ? 1 : 0;
        }
        while (crashed);

        Assert.True(survived > 40, $"Only {survived} places to die at were found.");
        Fund fund = await payments.FundNow();
        Assert.True(FundBooks.Agree(fund, await payments.Get<FundStore>().Postings(fund.Id, Cancellation)));
        Assert.Equal(Money.Zero, fund.Reserved);
        Assert.Equal(Money.FromYuan(29) * round, fund.Spent); // 10 + 20 paid, 1 recovered
    }

    [Fact]
    public async Task A_case_that_cannot_be_told_holds_up_no_other_and_is_told_by_the_sweep()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId deaf = await payments.Ready();
        PaymentId other = await payments.Ready();
        PaymentBatch batch = await payments.Exported(deaf, other);
        payments.Cases.Deaf = deaf;

        int status = (await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8())).Status;
        string? meanwhile = (await payments.Reconcile(batch.Id.Value, 200_000)).Code;
        await Assert.ThrowsAsync<AggregateException>(payments.Sweep);
        IReadOnlyList<string> heardMeanwhile = payments.Cases.Heard(other);
        payments.Cases.Deaf = null;
        await payments.Sweep();

        Assert.Equal((500, PaymentProblems.BatchUnsettled), (status, meanwhile));
        Assert.Equal("Confirmed 1", heardMeanwhile[^1]);
        Assert.Equal("Confirmed 1", payments.Cases.Heard(deaf)[^1]);
        Assert.Equal(Money.FromYuan(2_000), (await payments.FundNow()).Spent);
        Assert.Empty(await payments.Get<PaymentBatches>().Unsettled(Cancellation));
    }

    [Fact]
    public async Task A_case_that_never_heard_of_the_export_does_not_keep_the_banks_answer_from_being_booked_and_hears_both_in_order()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId deaf = await payments.Ready();
        PaymentId other = await payments.Ready();
        string id = (await payments.Prepare([deaf, other])).BatchId();
        payments.Cases.Deaf = deaf;
        await payments.Export(id);
        PaymentBatch batch = await payments.Batch(id);

        await payments.Import(id, batch.AnswerOf().Utf8());
        Money booked = (await payments.FundNow()).Spent;
        string heardMeanwhile = payments.Cases.Heard(other)[^1];
        payments.Cases.Deaf = null;
        await payments.Sweep();

        Assert.Equal((Money.FromYuan(2_000), "Confirmed 1"), (booked, heardMeanwhile));
        Assert.IsType<PaymentState.Paid>((await payments.Order(deaf))!.State);
        Assert.Equal(["Prepared 1", "Exported 1", "Confirmed 1"], payments.Cases.Heard(deaf));
        Assert.Equal(["Prepared 1", "Exported 1", "Confirmed 1"], payments.Cases.Heard(other));
    }

    [Fact]
    public async Task A_promise_without_an_approval_behind_it_is_taken_back_after_a_day()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentDesk desk = payments.Get<PaymentDesk>();
        PaymentId approved = await payments.Mandate();
        PaymentId abandoned = await payments.Mandate();
        foreach (PaymentId payment in (PaymentId[])[approved, abandoned])
        {
            Assert.Empty(await desk.Reserve(payments.Fund, UseOf(payments.Cases[payment]), Cancellation));
        }

        string household = payments.Cases[abandoned].Household;
        payments.Cases.Forget(abandoned);
        await payments.Repair();
        Money soon = (await payments.FundNow()).Reserved;
        payments.Platform.Clock.Advance(TimeSpan.FromHours(25));
        await payments.Repair();

        Assert.Equal(Money.FromYuan(2_000), soon);
        Assert.Equal(Money.FromYuan(1_000), (await payments.FundNow()).Reserved);
        Assert.Equal(ReservationState.Released, Assert.Single((await desk.OfHousehold(household, Cancellation)).Grants).Standing);
    }

    [Fact]
    public async Task The_nightly_repair_lists_ready_orders_again_and_frees_those_that_a_late_hand_put_into_a_dissolved_batch()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId unlisted = await payments.Ready();
        PaymentId held = await payments.Ready();
        await payments.Get<AppStorage>().Table(PaymentTables.Ready).DeleteEntityAsync("500103", "r|" + unlisted, cancellationToken: Cancellation);
        string batch = Boai.Tests.Functions.Payments.ReturnFiles.BatchId(await payments.Prepare([held]));
        await payments.Dissolve(batch);
        await payments.Get<PaymentOrders>().Step(held, new PaymentStep.TakeIntoBatch(BatchId.Parse(batch)), Cancellation);

        await payments.Repair();

        Assert.Equal(
            [unlisted.Value, held.Value],
            (await payments.Get<PaymentOrders>().ReadyOf(PaymentsUnderTest.Unit, Cancellation)).Select(order => order.Id.Value));
    }

    // One paid, one returned, corrected and paid, one yuan recovered; dies once, before the given write.
    private static async Task<bool> Round(PaymentsUnderTest payments, int dieBefore, bool sweptFirst)
    {
        PaymentId good = await payments.Mandate(10);
        PaymentId late = await payments.Mandate(20);
        Death death = new(payments.Get<StorageMeter>(), dieBefore);
        BatchDesk desk = payments.Get<BatchDesk>();
        PaymentDesk orders = payments.Get<PaymentDesk>();
        BatchId first = BatchId.For(PaymentsUnderTest.Unit, $"first{dieBefore}");
        BatchId second = BatchId.For(PaymentsUnderTest.Unit, $"second{dieBefore}");
        (string Name, Func<Task> Act)[] acts =
        [
            ("open", async () => Assert.Empty(await orders.Open(good, Cancellation))),
            ("open the other", async () => Assert.Empty(await orders.Open(late, Cancellation))),
            ("prepare", () => desk.Prepare(Accountant, [good, late], $"first{dieBefore}", payments.Client, Cancellation)),
            ("export", () => desk.Export(first, 1, Cashier, Paying, payments.Client, Cancellation)),
            ("import", async () => await desk.Import(
                first, (await payments.Batch(first.Value)).AnswerOf([2], $"R{dieBefore}F").Utf8(), Cashier, payments.Client, Cancellation)),
            ("record", () => orders.RecordAid(good, "REL-01", AidMetrics.HardshipRelief, Cancellation)),
            ("reconcile", () => desk.Reconcile(first, 3, Money.FromYuan(10), PaymentsUnderTest.Today, Reconciler, payments.Client, Cancellation)),
            ("correct", async () => Assert.Null(await orders.Correct(late, 1, visited: false, Cancellation))),
            ("prepare again", () => desk.Prepare(Accountant, [late], $"second{dieBefore}", payments.Client, Cancellation)),
            ("export again", () => desk.Export(second, 1, Cashier, Paying, payments.Client, Cancellation)),
            ("import again", async () => await desk.Import(
                second, (await payments.Batch(second.Value)).AnswerOf(null, $"R{dieBefore}S").Utf8(), Cashier, payments.Client, Cancellation)),
            ("record the other", () => orders.RecordAid(late, "REL-01", AidMetrics.HardshipRelief, Cancellation)),
            ("recover", async () => Assert.Null(await orders.Recover(
                new AidRecovery(late, "back", Money.FromYuan(1), PaymentsUnderTest.Today), AidMetrics.HardshipRelief, Cancellation))),
        ];
        string diedIn = "";
        foreach ((string name, Func<Task> act) in acts)
        {
            if (await death.Survives(act))
            {
                continue;
            }

            diedIn = name;
            if (sweptFirst)
            {
                await payments.Sweep();
            }

            await act();
        }

        death.Over();
        await Check(payments, good, late, $"died before write {dieBefore}, in {diedIn}");
        return diedIn.Length > 0;
    }

    private static async Task Check(PaymentsUnderTest payments, PaymentId good, PaymentId late, string what)
    {
        Assert.True((await payments.Order(good))!.State is PaymentState.Paid { Try: 1 }, what);
        Assert.True((await payments.Order(late))!.State is PaymentState.Paid { Try: 2 }, what);
        Assert.Equal((what, "Prepared 1, Exported 1, Confirmed 1, Reconciled 1"), (what, string.Join(", ", payments.Cases.Heard(good))));
        Assert.Equal(
            (what, "Prepared 1, Exported 1, Bounced 1, Prepared 2, Exported 2, Confirmed 2"), (what, string.Join(", ", payments.Cases.Heard(late))));
        Assert.True((await payments.Get<PaymentBatches>().Unsettled(Cancellation)) is [], what);
        Assert.True((await payments.Get<PaymentOrders>().ReadyOf(PaymentsUnderTest.Unit, Cancellation)) is [], what);

        IReadOnlyList<KpiContribution> contributions = await payments.Get<AidBook>().ContributionsOf(PaymentsUnderTest.Unit, 2026, 3, Cancellation);
        long[] quantities =
            [.. contributions.Where(one => one.SourceCase == good.Case || one.SourceCase == late.Case).Select(one => one.Quantity).Order()];
        Assert.Equal([-100, 1, 1, 1_000, 2_000], quantities);

        HouseholdAid household = await payments.Get<PaymentDesk>().OfHousehold(payments.Cases[late].Household, Cancellation);
        Assert.Equal((ReservationState.Spent, Money.FromYuan(19)), (Assert.Single(household.Grants).Standing, household.Grants[0].Amount));
        FundReservation claim = (await payments.Get<FundStore>().Claim(payments.Fund, late, Cancellation))!;
        Assert.Equal((ReservationState.Spent, Money.FromYuan(1), 1), (claim.State, claim.Recovered, claim.Round));
    }

    private static FundUse UseOf(PaymentMandate mandate) =>
        new(mandate.Payment, mandate.Amount, mandate.Unit, mandate.Cause, mandate.Division, mandate.Household);

    /// <summary>Throws before one write, once.</summary>
    private sealed class Death
    {
        private readonly StorageMeter _meter;
        private int _left;

        public Death(StorageMeter meter, int before)
        {
            (_meter, _left) = (meter, before);
            meter.BeforeSending = operation =>
            {
                if (!operation.EndsWith(" GET", StringComparison.Ordinal) && Interlocked.Decrement(ref _left) == 0)
                {
                    throw new ProcessDied();
                }
            };
        }

        private bool HasCome => Volatile.Read(ref _left) <= 0;

        /// <returns>False when death came during the act; any other failure is thrown.</returns>
        public async Task<bool> Survives(Func<Task> act)
        {
            bool before = HasCome;
            try
            {
                await act();
                Assert.Equal(before, HasCome); // a death that nobody noticed was swallowed
                return true;
            }
            catch (Exception) when (!before && HasCome)
            {
                return false;
            }
        }

        public void Over() => _meter.BeforeSending = null;
    }

    private sealed class ProcessDied : Exception;
}
