using System.Globalization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>What became of an act on a fund.</summary>
public abstract record FundOutcome
{
    private FundOutcome() { }

    /// <param name="Next">The fund afterwards.</param>
    /// <param name="Reservation">The claim afterwards; null for money that came in.</param>
    /// <param name="Posting">To be stored with both, in one transaction.</param>
    public sealed record Posted(Fund Next, FundReservation? Reservation, FundPosting Posting) : FundOutcome;

    /// <summary>It had happened already.</summary>
    public sealed record Already : FundOutcome;

    /// <param name="Problems">Every reason that applies; never empty.</param>
    public sealed record Refused(IReadOnlyList<CaseProblem> Problems) : FundOutcome;
}

/// <summary>Receiving, promising, releasing, spending and recovering: restricted money goes to its purpose and nothing is spent twice (I-24).</summary>
/// <remarks>慈善法 arts. 54–55: gifts are used as the givers said. Each act is given the claim as stored, so a repeated act is recognised.</remarks>
public static class FundRules
{
    /// <summary>More than this in one fund is a slip of the keyboard: ten billion yuan.</summary>
    public static Money Most { get; } = new(1_000_000_000_000);

    /// <summary>Money comes in.</summary>
    /// <param name="key">Names the receipt: a voucher or a bank transaction.</param>
    public static FundOutcome Receive(Fund fund, string key, Money amount, DateTimeOffset at)
        => amount <= Money.Zero || amount > Most || fund.Received > Most - amount
            ? Refuse(fund, PaymentProblems.FundAmount, amount)
            : new FundOutcome.Posted(
                fund with { Received = fund.Received + amount },
                Reservation: null,
                new FundPosting($"in:{key}", FundAccount.Bank, FundAccount.Available, amount, at, Payment: null));

    /// <summary>Promises an amount to a payment, if the fund may be used for it and has it.</summary>
    /// <param name="claim">The payment's claim on this fund; null if it has none.</param>
    public static FundOutcome Reserve(Fund fund, FundReservation? claim, FundUse use, DateTimeOffset at)
    {
        if (claim is { State: ReservationState.Reserved or ReservationState.Spent })
        {
            return claim.Use == use ? new FundOutcome.Already() : Refuse(fund, PaymentProblems.FundReservation, use.Amount);
        }

        CaseProblem[] problems = [.. Obstacles(fund, use)];
        return problems is []
            ? Post(
                fund with { Reserved = fund.Reserved + use.Amount },
                new FundReservation(use, ReservationState.Reserved, (claim?.Round ?? 0) + 1, PromisedAt: at),
                "reserve", FundAccount.Available, FundAccount.Reserved, use.Amount, at)
            : new FundOutcome.Refused(problems);
    }

    /// <summary>Takes a promise back: the case was refused or the order cancelled.</summary>
    public static FundOutcome Release(Fund fund, FundReservation? claim, DateTimeOffset at) => claim switch
    {
        { State: ReservationState.Reserved } => Post(
            fund with { Reserved = fund.Reserved - claim.Use.Amount }, claim with { State = ReservationState.Released }, "release",
            FundAccount.Reserved, FundAccount.Available, claim.Use.Amount, at),
        { State: ReservationState.Spent } => Refuse(fund, PaymentProblems.FundReservation, claim.Use.Amount),
        _ => new FundOutcome.Already(),
    };

    /// <summary>The bank paid.</summary>
    public static FundOutcome Spend(Fund fund, FundReservation? claim, Money amount, DateTimeOffset at) => claim switch
    {
        { State: ReservationState.Reserved } when claim.Use.Amount == amount => Post(
            fund with { Reserved = fund.Reserved - amount, Spent = fund.Spent + amount }, claim with { State = ReservationState.Spent },
            "spend", FundAccount.Reserved, FundAccount.Bank, amount, at),
        { State: ReservationState.Spent } when claim.Use.Amount == amount => new FundOutcome.Already(),
        _ => Refuse(fund, PaymentProblems.FundReservation, amount),
    };

    /// <summary>Money that was paid comes back (追回).</summary>
    /// <param name="key">Names the recovery; one key posts once.</param>
    public static FundOutcome Recover(Fund fund, FundReservation? claim, string key, Money amount, DateTimeOffset at)
    {
        if (claim?.RecoveryKeys?.Contains(key, StringComparer.Ordinal) == true)
        {
            return new FundOutcome.Already();
        }

        if (claim is not { State: ReservationState.Spent } || amount <= Money.Zero || amount > claim.Use.Amount - claim.Recovered)
        {
            return Refuse(fund, PaymentProblems.FundReservation, amount);
        }

        FundReservation next = claim with { Recovered = claim.Recovered + amount, RecoveryKeys = [.. claim.RecoveryKeys ?? [], key] };
        return Post(fund with { Spent = fund.Spent - amount }, next, $"recover:{key}", FundAccount.Bank, FundAccount.Available, amount, at);
    }

    private static IEnumerable<CaseProblem> Obstacles(Fund fund, FundUse use)
    {
        if (use.Amount <= Money.Zero)
        {
            yield return Problem(fund, PaymentProblems.FundAmount, use.Amount);
        }

        if (fund.Unit != UnitCode.City && fund.Unit != use.Unit)
        {
            yield return Problem(fund, PaymentProblems.FundUnit, use.Amount);
        }

        if (!fund.Restriction.AllowsCause(use.Cause))
        {
            yield return Problem(fund, PaymentProblems.FundCause, use.Amount);
        }

        if (!fund.Restriction.AllowsDivision(use.Division))
        {
            yield return Problem(fund, PaymentProblems.FundDivision, use.Amount);
        }

        if (use.Amount > fund.Available)
        {
            yield return Problem(fund, PaymentProblems.FundBalance, use.Amount);
        }
    }

    private static FundOutcome.Posted Post(
        Fund next, FundReservation claim, string act, FundAccount debit, FundAccount credit, Money amount, DateTimeOffset at)
        => new(next, claim, new FundPosting($"{act}:{claim.Use.Payment.Value}:{claim.Round}", debit, credit, amount, at, claim.Use.Payment));

    private static FundOutcome.Refused Refuse(Fund fund, string code, Money amount) => new([Problem(fund, code, amount)]);

    private static CaseProblem Problem(Fund fund, string code, Money amount)
        => CaseProblem.Of(
            code,
            ("fund", fund.Id.Value),
            ("amountFen", amount.Fen.ToString(CultureInfo.InvariantCulture)),
            ("availableFen", fund.Available.Fen.ToString(CultureInfo.InvariantCulture)));
}
