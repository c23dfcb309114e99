using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Payments;

/// <summary>I-27: payment ⇒ approved ∧ publicity complete (or urgent) ∧ payee verified ∧ paid ≤ approved.</summary>
public sealed class PaymentRulesTests
{
    [Fact]
    public void I_27_exactly_what_the_invariant_says_may_leave()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        int leaving = 0;
        for (int run = 0; run < 20_000; run++)
        {
            PaymentMandate mandate = Any(random);

            bool leaves = PaymentRules.Obstacles(mandate, Sample.Today) is [];

            Assert.True(leaves == Invariant(mandate), $"seed {seed}, run {run}: {mandate}");
            leaving += leaves ? 1 : 0;
        }

        Assert.InRange(leaving, 100, 19_000);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)] // the list hangs the whole of its last day
    [InlineData(1, false)]
    public void Money_leaves_the_day_after_the_last_day_of_the_list(int lastDay, bool leaves) =>
        Assert.Equal(leaves, PaymentRules.Obstacles(Sample.Mandate() with { PublicityLastDay = Sample.Today.AddDays(lastDay) }, Sample.Today) is []);

    [Fact]
    public void The_urgent_path_needs_no_publicity_and_everything_else()
    {
        PaymentMandate urgent = Sample.Mandate() with { Basis = PaymentBasis.Urgent, PublicityLastDay = null };

        Assert.Empty(PaymentRules.Obstacles(urgent, Sample.Today));
        Assert.Equal(PaymentProblems.PayeeUnverified, Assert.Single(PaymentRules.Obstacles(urgent with { PayeeVerified = false }, Sample.Today)).Code);
    }

    [Fact]
    public void The_largest_figures_overflow_nothing() =>
        Assert.Equal(
            PaymentProblems.OverApproved,
            Assert.Single(PaymentRules.Obstacles(Sample.Mandate() with { Amount = new Money(long.MaxValue), OtherPayments = new Money(long.MaxValue) }, Sample.Today)).Code);

    [Fact]
    public void An_order_against_an_obstacle_is_not_opened() =>
        Assert.Throws<ArgumentException>(() => PaymentRules.Open(Sample.Mandate() with { Frozen = true }, Sample.Fund, Sample.Now));

    private static bool Invariant(PaymentMandate mandate) =>
        mandate.Amount.Fen > 0
        && mandate.ApprovedOn <= Sample.Today
        && (mandate.Basis == PaymentBasis.Urgent || mandate.PublicityLastDay < Sample.Today)
        && mandate.PayeeVerified && mandate.PayeeStanding != PayeeStanding.ThirdParty
        && mandate.OtherPayments.Fen >= 0 && mandate.OtherPayments.Fen + mandate.Amount.Fen <= mandate.Approved.Fen
        && !mandate.Frozen;

    private static PaymentMandate Any(Random random) => Sample.Mandate() with
    {
        Amount = new Money(random.Next(-1, 6)),
        Approved = new Money(random.Next(2, 9)),
        OtherPayments = new Money(random.Next(-1, 4)),
        Basis = random.Next(2) == 0 ? PaymentBasis.Urgent : PaymentBasis.AfterPublicity,
        ApprovedOn = random.Next(6) == 0 ? null : Sample.Today.AddDays(random.Next(-3, 2)),
        PublicityLastDay = random.Next(6) == 0 ? null : Sample.Today.AddDays(random.Next(-3, 2)),
        PayeeStanding = (PayeeStanding)random.Next(4),
        PayeeVerified = random.Next(6) > 0,
        Frozen = random.Next(6) == 0,
    };
}
