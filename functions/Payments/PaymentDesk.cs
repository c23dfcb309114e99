using Boai.Workflows.Cases;
using Boai.Workflows.Payments;
using Boai.Workflows.Shared;

namespace Boai.Functions.Payments;

/// <inheritdoc cref="IPaymentDesk" />
public sealed class PaymentDesk(
    FundStore funds, PaymentOrders orders, AidBook aid, HouseholdLedger ledger, PaidCases cases, TimeProvider time) : IPaymentDesk
{
    public async Task<IReadOnlyList<CaseProblem>> Reserve(FundId fund, FundUse use, CancellationToken cancellation) =>
        (await Promise(fund, use, cancellation)).Problems;

    public async Task Release(FundId fund, PaymentId payment, CancellationToken cancellation)
    {
        // A claim that is spent stays: the payment was made. A claim that never was needs no taking back.
        FundActed acted = await funds.Release(fund, payment, cancellation);
        if (acted.Claim is { } claim)
        {
            await Note(claim, cancellation);
        }
    }

    public async Task<IReadOnlyList<CaseProblem>> Open(PaymentId payment, CancellationToken cancellation)
    {
        PaidCaseStanding? standing = await cases.Of(payment.Case).Standing(payment, actor: null, Duty.PreparePayment, cancellation);
        if (await orders.Find(payment, cancellation) is { } known)
        {
            return Compare(known, standing?.Mandate);
        }

        if (standing is null)
        {
            return [Problem(payment, PaymentProblems.NotMandated)];
        }

        PaymentMandate mandate = standing.Mandate;
        if (PaymentRules.Obstacles(mandate, ChinaCalendar.DateOf(time.GetUtcNow())) is [_, ..] obstacles)
        {
            return obstacles;
        }

        FundUse use = new(payment, mandate.Amount, mandate.Unit, mandate.Cause, mandate.Division, mandate.Household);
        FundActed promised = await Promise(mandate.Fund, use, cancellation);
        if (promised is not { Problems: [], Fund: { } fund })
        {
            return promised.Problems;
        }

        return await orders.TryOpen(PaymentRules.Open(mandate, fund, time.GetUtcNow()), cancellation)
            ? []
            : Compare((await orders.Find(payment, cancellation))!, mandate);
    }

    public Task<PaymentOrder?> Find(PaymentId payment, CancellationToken cancellation) => orders.Find(payment, cancellation);

    public async Task<CaseProblem?> Correct(PaymentId payment, int @try, bool visited, CancellationToken cancellation) =>
        await orders.Find(payment, cancellation) is null
            ? Problem(payment, PaymentProblems.Unknown)
            : ProblemOf(await orders.Step(payment, new PaymentStep.Correct(@try, visited), cancellation));

    public async Task<CaseProblem?> Cancel(PaymentId payment, string reasonCode, CancellationToken cancellation)
    {
        if (await orders.Find(payment, cancellation) is not { } order)
        {
            return null;
        }

        if (ProblemOf(await orders.Step(payment, new PaymentStep.Cancel(reasonCode), cancellation)) is { } problem)
        {
            return problem;
        }

        await Release(order.Fund, payment, cancellation);
        return null;
    }

    public async Task<AidRecord> RecordAid(PaymentId payment, string programme, AidMetrics metrics, CancellationToken cancellation)
    {
        PaymentOrder? order = await orders.Find(payment, cancellation);
        if (order is not { State: PaymentState.Paid paid })
        {
            throw new InvalidOperationException($"Payment {payment} is {order?.State.Name ?? "not ordered"}: aid is recorded once the bank has paid.");
        }

        AidRecord record = await aid.Record(order, paid, programme, cancellation);
        await aid.Contribute(AidContributions.Of(record, metrics), cancellation);
        return record;
    }

    public async Task<CaseProblem?> Recover(AidRecovery recovery, AidMetrics metrics, CancellationToken cancellation)
    {
        if (await orders.Find(recovery.Payment, cancellation) is not { State: PaymentState.Paid } order
            || await aid.Find(recovery.Payment, cancellation) is not { } record)
        {
            return Problem(recovery.Payment, PaymentProblems.NotPaid);
        }

        if (await aid.NoteRecovery(record, recovery, cancellation) is not { } before)
        {
            return CaseProblem.On("amountFen", PaymentProblems.RecoveryAmount, ("payment", recovery.Payment.Value), ("paid", record.Cash.ToString()));
        }

        await Spend(order, cancellation);
        FundActed acted = await funds.Recover(order.Fund, order.Id, recovery.Key, recovery.Amount, cancellation);
        if (acted is not { Problems: [], Claim: { } claim })
        {
            throw new InvalidOperationException($"The fund of payment {order.Id} and its aid record disagree on what came back ({recovery.Key}).");
        }

        await Note(claim, cancellation);
        await aid.Contribute(AidContributions.Reverse(record, metrics, recovery, before), cancellation);
        return null;
    }

    public Task<HouseholdAid> OfHousehold(string household, CancellationToken cancellation) => ledger.Of(household, cancellation);

    /// <summary>Takes a paid order's amount out of its promise. Repeating it changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The fund holds no such promise: the books are broken.</exception>
    internal async Task Spend(PaymentOrder order, CancellationToken cancellation)
    {
        FundActed acted = await funds.Spend(order.Fund, order.Id, order.Amount, cancellation);
        if (acted is not { Problems: [], Claim: { } claim })
        {
            throw new InvalidOperationException($"Payment {order.Id} was paid, but fund {order.Fund} holds no promise of {order.Amount} for it.");
        }

        await Note(claim, cancellation);
    }

    private async Task<FundActed> Promise(FundId fund, FundUse use, CancellationToken cancellation)
    {
        FundActed acted = await funds.Reserve(fund, use, cancellation);
        if (acted is { Outcome: not FundOutcome.Refused, Claim: { } claim })
        {
            await Note(claim, cancellation);
        }

        return acted;
    }

    private Task Note(FundReservation claim, CancellationToken cancellation)
    {
        FundUse use = claim.Use;
        GrantedAid grant = new(use.Payment, use.Cause, use.Amount - claim.Recovered, ChinaCalendar.DateOf(claim.PromisedAt), claim.State, claim.Round);
        return ledger.Note(use.Household, grant, cancellation);
    }

    private static IReadOnlyList<CaseProblem> Compare(PaymentOrder known, PaymentMandate? mandate) => known.State switch
    {
        PaymentState.Paid or PaymentState.Exported => [],
        PaymentState.Cancelled => [Problem(known.Id, PaymentProblems.NotReady)],
        _ when mandate is null => [Problem(known.Id, PaymentProblems.NotMandated)],
        _ => known.Matches(mandate) ? [] : [Problem(known.Id, PaymentProblems.Differs)],
    };

    private static CaseProblem? ProblemOf(PaymentStepOutcome outcome) => outcome is PaymentStepOutcome.Refused refused ? refused.Problem : null;

    private static CaseProblem Problem(PaymentId payment, string code) => CaseProblem.Of(code, ("payment", payment.Value));
}
