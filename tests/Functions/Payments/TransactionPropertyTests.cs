using Boai.Functions.Payments;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Payments;

/// <summary>I-23: each (channel, transaction) posts at most once, any delivery order, any duplication.</summary>
public sealed class TransactionPropertyTests(ITestOutputHelper output)
{
    private const int Batches = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task I_23_files_in_any_order_any_number_of_times_at_the_same_moment_post_each_transaction_once()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        List<PaymentId> ids = [];
        List<(PaymentBatch Batch, byte[] File)> deliveries = [];
        for (int batch = 0; batch < Batches; batch++)
        {
            PaymentId[] pair = [await payments.Ready(), await payments.Ready()];
            ids.AddRange(pair);
            PaymentBatch exported = await payments.Exported(pair);

            // Its own file, one with everything bounced, and, more than those, files whose numbers belong to other batches.
            deliveries.AddRange([
                (exported, exported.AnswerOf(transactions: $"B{batch}").Utf8()),
                (exported, exported.AnswerOf(bounced: [1, 2]).Utf8()),
                .. Enumerable.Range(1, 3).Select(other => (exported, exported.AnswerOf(transactions: $"B{(batch + other) % Batches}").Gb18030())),
            ]);
        }

        (PaymentBatch Batch, byte[] File)[] shuffled = [.. deliveries];
        random.Shuffle(shuffled);
        foreach ((PaymentBatch Batch, byte[] File)[] together in shuffled.Chunk(4))
        {
            Answer[] answers = await Task.WhenAll(together.Select(one => payments.Import(one.Batch.Id.Value, one.File)));
            Assert.All(answers, answer => Assert.True(answer.Status is 200 or 409 or 422, $"seed {seed}: {answer.Body}"));
        }

        await payments.Sweep();
        PaymentOrder[] orders = [.. (await Task.WhenAll(ids.Select(payments.Order))).OfType<PaymentOrder>()];
        PaymentState.Paid[] paid = [.. orders.Select(order => order.State).OfType<PaymentState.Paid>()];
        Assert.True(paid.Select(one => one.Transaction).Distinct().Count() == paid.Length, $"seed {seed}: one transaction paid two payments");
        Assert.True(orders.All(order => order.State is PaymentState.Paid or PaymentState.Bounced), $"seed {seed}: {string.Join(", ", orders.Select(order => order.State))}");
        Assert.Equal(Money.FromYuan(1_000) * paid.Length, (await payments.FundNow()).Spent);
        foreach (PaymentOrder order in orders)
        {
            Assert.Equal(
                $"seed {seed}: Prepared 1, Exported 1, {(order.State is PaymentState.Paid ? "Confirmed" : "Bounced")} 1",
                $"seed {seed}: {string.Join(", ", payments.Cases.Heard(order.Id))}");
        }

        foreach (PaymentState.Paid one in paid)
        {
            PostedTransaction posted = (await payments.Get<BankTransactions>().Find(one.Transaction, Cancellation))!;
            Assert.Equal(one.Batch.Value, posted.Origin);
        }
    }

    [Fact]
    public async Task A_hundred_and_fifty_lines_are_claimed_whole_or_not_at_all()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        BankTransactions transactions = payments.Get<BankTransactions>();
        BankChannel channel = BankChannel.Parse("BOC-500103");
        (BankTransaction, PostedTransaction)[] Claims(string batch) =>
            [.. Enumerable.Range(0, 150).Select(number => (new BankTransaction(channel, $"N{number:D4}"), new PostedTransaction($"{batch}-{number}", batch, "D1")))];
        (BankTransaction, PostedTransaction) receipt = (new BankTransaction(channel, "N0140"), new PostedTransaction("FD", "FD", ""));
        Assert.Empty(await transactions.Claim([receipt], Cancellation));

        IReadOnlyList<int> taken = await transactions.Claim(Claims("PB-500103-AAAAAAAAAAAA"), Cancellation);

        Assert.Equal([140], taken);
        Assert.Null(await transactions.Find(new BankTransaction(channel, "N0001"), Cancellation));
        Assert.Null(await transactions.Find(new BankTransaction(channel, "N0149"), Cancellation));
        Assert.Equal("FD", (await transactions.Find(receipt.Item1, Cancellation))!.Origin);
        Assert.Empty(await transactions.Claim([.. Claims("PB-500103-AAAAAAAAAAAA").Where((_, number) => number != 140)], Cancellation));
        Assert.Empty(await transactions.Claim([.. Claims("PB-500103-AAAAAAAAAAAA").Where((_, number) => number != 140)], Cancellation));
    }
}
