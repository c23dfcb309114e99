using Boai.Functions.Payments;
using Boai.Functions.Storage;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Payments;

/// <summary>I-24, I-25: restricted money goes to its purpose, debit equals credit, no balance is negative, under any interleaving.</summary>
public sealed class FundStoreTests(ITestOutputHelper output)
{
    private const int Workers = 4;
    private const int ActsOfEach = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task I_25_books_and_sums_agree_whatever_is_promised_released_paid_and_recovered_in_any_order()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        FundId id = FundId.For(PaymentsUnderTest.Unit, "contested");
        await payments.AddFund(id, new Money(2_000));
        // Two stores, as two processes have: within one, acts wait for one another; between them the ETag decides.
        FundStore[] stores = [payments.Get<FundStore>(), new FundStore(payments.Get<AppStorage>(), payments.Platform.Clock)];

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Work(stores[worker % stores.Length], id, new Random(seed + worker))));

        Fund fund = (await stores[0].Find(id, Cancellation))!;
        IReadOnlyList<FundPosting> postings = await stores[0].Postings(id, Cancellation);
        Assert.True(FundBooks.Agree(fund, postings), $"seed {seed}: {fund}");
        Assert.True(fund is { Available.Fen: >= 0, Reserved.Fen: >= 0, Spent.Fen: >= 0 }, $"seed {seed}: {fund}");
        Assert.Equal(fund.Received, fund.Available + fund.Reserved + fund.Spent);
        FundReservation[] claims =
            [.. (await Task.WhenAll(Payments.Select(payment => stores[0].Claim(id, payment, Cancellation)))).OfType<FundReservation>()];
        Assert.Equal(fund.Reserved, claims.Where(claim => claim.State == ReservationState.Reserved).Sum(claim => claim.Use.Amount));
        Assert.Equal(fund.Spent, claims.Where(claim => claim.State == ReservationState.Spent).Sum(claim => claim.Use.Amount - claim.Recovered));
        Assert.All(postings.GroupBy(posting => posting.Key), same => Assert.Single(same));
        Assert.True(postings.Count > Payments.Length, $"seed {seed}: only {postings.Count} postings");
    }

    [Fact]
    public async Task I_24_a_fund_is_promised_only_for_what_its_givers_named()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        FundId id = FundId.For(PaymentsUnderTest.Unit, "restricted");
        await payments.AddFund(id, Money.FromYuan(100), new FundRestriction(["Illness"], [UnitCode.Parse("500101")]));

        FundActed wrong = await payments.Get<FundStore>().Reserve(id, Use(Payments[0], 500) with { Cause = "Disaster" }, Cancellation);
        FundActed right = await payments.Get<FundStore>().Reserve(id, Use(Payments[0], 500) with { Division = UnitCode.Parse("500101") }, Cancellation);

        Assert.Equal([PaymentProblems.FundCause, PaymentProblems.FundDivision], wrong.Problems.Select(problem => problem.Code));
        Assert.Empty(right.Problems);
    }

    [Fact]
    public async Task Nothing_is_promised_twice_or_beyond_what_is_there()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        FundId id = FundId.For(PaymentsUnderTest.Unit, "small");
        await payments.AddFund(id, new Money(1_000));
        FundStore store = payments.Get<FundStore>();

        FundActed[] racers = await Task.WhenAll(Payments.Take(8).Select(payment => store.Reserve(id, Use(payment, 300), Cancellation)));

        Assert.Equal(3, racers.Count(racer => racer.Outcome is FundOutcome.Posted));
        Assert.All(racers.Where(racer => racer.Problems is not []), racer => Assert.Equal(PaymentProblems.FundBalance, Assert.Single(racer.Problems).Code));
        PaymentId winner = racers.First(racer => racer.Claim is not null).Claim!.Use.Payment;
        Assert.IsType<FundOutcome.Already>((await store.Reserve(id, Use(winner, 300), Cancellation)).Outcome);
        Assert.Equal(PaymentProblems.FundReservation, Assert.Single((await store.Reserve(id, Use(winner, 301), Cancellation)).Problems).Code);
        Assert.Equal(PaymentProblems.FundReservation, Assert.Single((await store.Spend(id, winner, new Money(299), Cancellation)).Problems).Code);
        Assert.Equal(new Money(900), (await store.Find(id, Cancellation))!.Reserved);
    }

    [Fact]
    public async Task I_23_a_receipt_posts_once_to_one_fund_of_its_account()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        FundId other = FundId.For(PaymentsUnderTest.Unit, "other");
        await payments.AddFund(other, Money.FromYuan(1));
        FundReceipts receipts = payments.Get<FundReceipts>();
        Fund fund = await payments.FundNow();

        Assert.Empty(await receipts.Post(fund, "BANK-0001", Money.FromYuan(50), Cancellation));
        Assert.Empty(await receipts.Post(fund, "BANK-0001", Money.FromYuan(50), Cancellation));
        string differs = Assert.Single(await receipts.Post(fund, "BANK-0001", Money.FromYuan(51), Cancellation)).Code;
        string elsewhere = Assert.Single(await receipts.Post(
            (await payments.Get<FundStore>().Find(other, Cancellation))!, "BANK-0001", Money.FromYuan(50), Cancellation)).Code;

        Assert.Equal((PaymentProblems.FundReceipt, PaymentProblems.FundReceipt), (differs, elsewhere));
        Assert.Equal(Money.FromYuan(100_050), (await payments.FundNow()).Received);
    }

    private static PaymentId[] Payments { get; } = [.. Enumerable.Range(1, 10).Select(number => PaymentId.Create(TestCases.Number(number), 1))];

    private static FundUse Use(PaymentId payment, long fen) =>
        new(payment, new Money(fen), PaymentsUnderTest.Unit, "Illness", PaymentsUnderTest.Unit, "hh_test");

    private static async Task Work(FundStore store, FundId id, Random random)
    {
        for (int act = 0; act < ActsOfEach; act++)
        {
            PaymentId payment = random.GetItems(Payments, 1)[0];
            Money amount = new(100 + (payment.Case.Sequence * 50)); // one payment always asks for the same
            FundActed acted = random.Next(5) switch
            {
                0 or 1 => await store.Reserve(id, Use(payment, amount.Fen), Cancellation),
                2 => await store.Release(id, payment, Cancellation),
                3 => await store.Spend(id, payment, amount, Cancellation),
                _ => await store.Recover(id, payment, $"r{random.Next(3)}", new Money(random.Next(1, 200)), Cancellation),
            };
            Assert.True(acted.Outcome is not FundOutcome.Posted { Next.Available.Fen: < 0 });
        }
    }
}
