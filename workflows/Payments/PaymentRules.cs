using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>Whether money may leave, and the order that says so.</summary>
/// <remarks>
/// I-27: payment ⇒ approved ∧ publicity complete (or urgent path) ∧ payee verified ∧ paid ≤ approved. Handbook §5.2 "Never": payment before
/// publicity ended except on the urgent path; payment to a third party's account without guardianship or authorisation.
/// </remarks>
public static class PaymentRules
{
    /// <summary>Everything that keeps a payment from being made on a day.</summary>
    /// <returns>Empty when it may be made.</returns>
    public static IReadOnlyList<CaseProblem> Obstacles(PaymentMandate mandate, DateOnly today)
        => [.. Codes(mandate, today).Select(code => CaseProblem.Of(code, ("payment", mandate.Payment.Value)))];

    /// <summary>Whether an order carries out a mandate as it stands now: same sum, same fund, same payee.</summary>
    public static bool Matches(this PaymentOrder order, PaymentMandate mandate)
        => order.Id == mandate.Payment
            && order.Amount == mandate.Amount
            && order.Fund == mandate.Fund
            && order.Unit == mandate.Unit
            && order.Payee == mandate.Payee
            && order.Household == mandate.Household
            && order.Cause == mandate.Cause
            && order.Basis == mandate.Basis;

    /// <summary>The order to open for a mandate that has no obstacles.</summary>
    /// <param name="fund">The fund in which the amount is reserved.</param>
    /// <exception cref="ArgumentException">The mandate has obstacles: the caller did not ask.</exception>
    public static PaymentOrder Open(PaymentMandate mandate, Fund fund, DateTimeOffset at)
    {
        if (Obstacles(mandate, ChinaCalendar.DateOf(at)) is [var obstacle, ..])
        {
            throw new ArgumentException($"Payment {mandate.Payment} may not be made: {obstacle.Code}.", nameof(mandate));
        }

        return new PaymentOrder
        {
            Id = mandate.Payment,
            Amount = mandate.Amount,
            Unit = mandate.Unit,
            Fund = mandate.Fund,
            Channel = fund.Channel,
            LegalPerson = fund.LegalPerson,
            Payee = mandate.Payee,
            Household = mandate.Household,
            Cause = mandate.Cause,
            Basis = mandate.Basis,
            OpenedAt = at,
            State = new PaymentState.Ready(Try: 1),
        };
    }

    private static IEnumerable<string> Codes(PaymentMandate mandate, DateOnly today)
    {
        if (mandate.Amount <= Money.Zero)
        {
            yield return PaymentProblems.AmountNotPositive;
        }

        if (mandate.ApprovedOn is not { } approvedOn || approvedOn > today)
        {
            yield return PaymentProblems.NotApproved;
        }

        if (mandate.Basis == PaymentBasis.AfterPublicity && !(mandate.PublicityLastDay < today))
        {
            yield return PaymentProblems.PublicityOpen;
        }

        if (!mandate.PayeeVerified)
        {
            yield return PaymentProblems.PayeeUnverified;
        }

        if (mandate.PayeeStanding == PayeeStanding.ThirdParty)
        {
            yield return PaymentProblems.PayeeThirdParty;
        }

        // Subtracted rather than added: no figure that a programme could send overflows here.
        if (mandate.OtherPayments < Money.Zero || mandate.Amount > Money.Max(mandate.Approved, Money.Zero) - Money.Max(mandate.OtherPayments, Money.Zero))
        {
            yield return PaymentProblems.OverApproved;
        }

        if (mandate.Frozen)
        {
            yield return PaymentProblems.Frozen;
        }
    }
}
