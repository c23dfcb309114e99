using Boai.Functions.Payments;
using Boai.Functions.Storage;
using Boai.Workflows.Payments;

namespace Boai.Tests.Functions.Payments;

/// <summary>What a payment costs at the store, so that a change that makes it dear is seen.</summary>
public sealed class PaymentCostTests(ITestOutputHelper output)
{
    private const int Lines = 20;
    private const int MostOfEach = 38;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_open_order_to_aid_record_a_payment_takes_few_storage_operations()
    {
        await using PaymentsUnderTest payments = await PaymentsUnderTest.Start();
        PaymentId[] ids = [.. await Task.WhenAll(Enumerable.Range(0, Lines).Select(_ => payments.Mandate(100)))];
        StorageMeter meter = payments.Get<StorageMeter>();
        meter.Reset();

        foreach (PaymentId id in ids)
        {
            Assert.Empty(await payments.Get<PaymentDesk>().Open(id, Cancellation));
        }

        PaymentBatch batch = await payments.Exported(ids);
        await payments.File(batch.Id.Value);
        await payments.Import(batch.Id.Value, batch.AnswerOf().Utf8());
        foreach (PaymentId id in ids)
        {
            await payments.Get<PaymentDesk>().RecordAid(id, "REL-01", AidMetrics.HardshipRelief, Cancellation);
        }

        output.WriteLine($"{meter.Total / Lines} operations a payment in a batch of {Lines}: {string.Join(", ", meter.Counts.OrderByDescending(count => count.Value).Select(count => $"{count.Key} {count.Value}"))}");
        Assert.True(meter.Total <= MostOfEach * Lines, $"{meter.Total} operations for {Lines} payments");
    }
}
