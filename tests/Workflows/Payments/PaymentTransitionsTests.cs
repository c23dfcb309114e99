using Boai.Workflows.Payments;
using static Boai.Workflows.Payments.PaymentState;
using static Boai.Workflows.Payments.PaymentStep;

namespace Boai.Tests.Workflows.Payments;

/// <summary>Every step on every state of a payment order: what it leads to, what it repeats, and what it is refused with.</summary>
public sealed class PaymentTransitionsTests
{
    private static readonly BankTransaction Bank = new(Sample.Fund.Channel, "TX0001");
    private static readonly BankTransaction OtherBank = new(Sample.Fund.Channel, "TX0002");
    private static readonly PaymentBounce FirstBounce = new(Sample.Batch, 1, BounceReason.AccountClosed, Sample.Now);

    private static readonly PaymentState ReadyOne = new Ready(1);
    private static readonly PaymentState BatchedOne = new Batched(Sample.Batch, 1);
    private static readonly PaymentState SentOne = new Exported(Sample.Batch, 1);
    private static readonly PaymentState PaidOne = new Paid(Sample.Batch, 1, Bank, Sample.Today);
    private static readonly PaymentState BouncedOne = new Bounced(Sample.Batch, 1, BounceReason.AccountClosed);
    private static readonly PaymentState VisitOne = new HomeVisit(Sample.Batch, 1, BounceReason.AccountClosed);
    private static readonly PaymentState Gone = new Cancelled("returned");

    private static readonly PaymentStep Take = new TakeIntoBatch(Sample.Batch);
    private static readonly PaymentStep TakeElsewhere = new TakeIntoBatch(Sample.OtherBatch);
    private static readonly PaymentStep Leave = new LeaveBatch(Sample.Batch);
    private static readonly PaymentStep Send = new Export(Sample.Batch, 1);
    private static readonly PaymentStep Pay = new Confirm(Sample.Batch, 1, Bank, Sample.Today);
    private static readonly PaymentStep PayByAnother = new Confirm(Sample.Batch, 1, OtherBank, Sample.Today);
    private static readonly PaymentStep BounceOnce = new Bounce(Sample.Batch, 1, BounceReason.AccountClosed, MostTries: 3);
    private static readonly PaymentStep BounceForGood = new Bounce(Sample.Batch, 1, BounceReason.AccountClosed, MostTries: 1);
    private static readonly PaymentStep Mend = new Correct(1, Visited: false);
    private static readonly PaymentStep MendAtHome = new Correct(1, Visited: true);
    private static readonly PaymentStep TakeBack = new Cancel("returned");

    /// <summary>The states in this order: ready, batched, with the bank, paid, bounced, home visit, cancelled. <c>=</c> repeats, <c>→</c> moves.</summary>
    public static TheoryData<string, PaymentStep, string[]> Table { get; } = new()
    {
        { "take", Take, ["→Batched", "=", "=", "=", "=", "=", PaymentProblems.NotReady] },
        { "take elsewhere", TakeElsewhere, ["→Batched", .. Enumerable.Repeat(PaymentProblems.NotReady, 6)] },
        { "leave", Leave, ["=", "→Ready", PaymentProblems.WithBank, PaymentProblems.WithBank, PaymentProblems.WithBank, PaymentProblems.WithBank, "="] },
        { "send", Send, [PaymentProblems.NotInBatch, "→Exported", "=", "=", "=", "=", PaymentProblems.NotInBatch] },
        { "pay", Pay, [.. NotWithBank(2), "→Paid", "=", .. NotWithBank(3)] },
        { "pay by another transaction", PayByAnother, [.. NotWithBank(2), "→Paid", PaymentProblems.PaidAlready, .. NotWithBank(3)] },
        { "bounce", BounceOnce, [.. NotWithBank(2), "→Bounced", PaymentProblems.PaidAlready, "=", "=", PaymentProblems.NotWithBank] },
        { "bounce for good", BounceForGood, [.. NotWithBank(2), "→HomeVisit", PaymentProblems.PaidAlready, "=", "=", PaymentProblems.NotWithBank] },
        { "mend", Mend, [.. Enumerable.Repeat(PaymentProblems.NotBounced, 4), "→Ready", PaymentProblems.VisitNeeded, PaymentProblems.NotBounced] },
        { "mend at home", MendAtHome, [.. Enumerable.Repeat(PaymentProblems.NotBounced, 4), "→Ready", "→Ready", PaymentProblems.NotBounced] },
        { "take back", TakeBack, ["→Cancelled", PaymentProblems.InBatch, PaymentProblems.InBatch, PaymentProblems.PaidAlready, "→Cancelled", "→Cancelled", "="] },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void A_step_on_each_state_moves_repeats_or_is_refused_as_the_table_says(string name, PaymentStep step, string[] expected)
    {
        PaymentOrder[] orders = [.. States().Select(state => Sample.Order(state: state) with { Bounces = state is Bounced or HomeVisit ? [FirstBounce] : [] })];

        string[] found = [.. orders.Select(order => Text(PaymentTransitions.Apply(order, step, Sample.Now)))];

        Assert.Equal((name, string.Join(' ', expected)), (name, string.Join(' ', found)));
    }

    [Fact]
    public void Whatever_moved_an_order_changes_nothing_when_it_comes_again()
    {
        foreach (PaymentOrder order in States().Select(state => Sample.Order(state: state)))
        {
            foreach (PaymentStep step in Steps())
            {
                if (PaymentTransitions.Apply(order, step, Sample.Now) is PaymentStepOutcome.Moved moved)
                {
                    // A correction that comes again, and leaving a batch, find the order ready: nothing to do.
                    Assert.IsType<PaymentStepOutcome.Already>(PaymentTransitions.Apply(moved.Next, step, Sample.Now));
                }
            }
        }
    }

    [Fact]
    public void Any_run_of_steps_pays_at_most_once_and_asks_the_bank_once_per_try()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int run = 0; run < 300; run++)
        {
            PaymentOrder order = Sample.Order();
            int paid = 0;
            HashSet<(BatchId, int)> sent = [];
            for (int act = 0; act < 60; act++)
            {
                if (PaymentTransitions.Apply(order, AnyStep(random), Sample.Now) is not PaymentStepOutcome.Moved moved)
                {
                    continue;
                }

                order = moved.Next;
                paid += order.State is Paid ? 1 : 0;
                Assert.True(order.State is not Exported with || sent.Add((with.Batch, with.Try)), $"seed {seed}, run {run}: {order.State} went out twice");
            }

            Assert.True(paid <= 1, $"seed {seed}, run {run}: paid {paid} times");
            Assert.True(sent.Select(one => one.Item2).Distinct().Count() == sent.Count, $"seed {seed}, run {run}: one try went out in two batches");
        }
    }

    private static PaymentStep AnyStep(Random random)
    {
        BatchId batch = random.Next(2) == 0 ? Sample.Batch : Sample.OtherBatch;
        int attempt = random.Next(1, 4);
        return random.Next(7) switch
        {
            0 => new TakeIntoBatch(batch),
            1 => random.Next(4) == 0 ? new LeaveBatch(batch) : new TakeIntoBatch(batch),
            2 => new Export(batch, attempt),
            3 => random.Next(4) == 0 ? new Confirm(batch, attempt, Bank, Sample.Today) : new Export(batch, attempt),
            4 => new Bounce(batch, attempt, BounceReason.Other, 3),
            5 => new Correct(attempt, random.Next(2) == 0),
            _ => random.Next(30) == 0 ? new Cancel("returned") : new Correct(attempt, Visited: true),
        };
    }

    private static PaymentState[] States() => [ReadyOne, BatchedOne, SentOne, PaidOne, BouncedOne, VisitOne, Gone];

    private static PaymentStep[] Steps() => [Take, Leave, Send, Pay, BounceOnce, BounceForGood, Mend, MendAtHome, TakeBack];

    private static string[] NotWithBank(int times) => [.. Enumerable.Repeat(PaymentProblems.NotWithBank, times)];

    private static string Text(PaymentStepOutcome outcome) => outcome switch
    {
        PaymentStepOutcome.Moved moved => "→" + moved.Next.State.Name,
        PaymentStepOutcome.Already => "=",
        PaymentStepOutcome.Refused refused => refused.Problem.Code,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
