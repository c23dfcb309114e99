using System.Text.Json.Serialization;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>Money that aid may be paid from (资金), with what its givers restricted it to.</summary>
/// <remarks>
/// <c>Received = Available + Reserved + Spent</c> always, and none of them is ever negative (I-24, I-25). The sums change by
/// <see cref="FundRules"/> alone, together with the posting that says why.
/// </remarks>
public sealed record Fund
{
    public required FundId Id { get; init; }

    /// <summary>The unit that holds it. A fund of the municipality (500000) may serve every unit.</summary>
    public required UnitCode Unit { get; init; }

    /// <summary>Unified social credit code of the legal person whose money it is: every legal person keeps its own books (I-22).</summary>
    public required string LegalPerson { get; init; }

    /// <summary>The account that it is paid from.</summary>
    public required BankChannel Channel { get; init; }

    public required string Name { get; init; }

    public required FundRestriction Restriction { get; init; }

    public Money Received { get; init; }

    /// <summary>Promised to payments that are approved and not paid.</summary>
    public Money Reserved { get; init; }

    /// <summary>Paid out, less what came back (追回).</summary>
    public Money Spent { get; init; }

    [JsonIgnore]
    public Money Available => Received - Reserved - Spent;
}

/// <summary>What a fund may be used for (捐赠收入-限定). Empty lists restrict nothing.</summary>
/// <param name="Causes">Codes of the permitted causes of hardship.</param>
/// <param name="Divisions">The permitted divisions.</param>
public sealed record FundRestriction(IReadOnlyList<string> Causes, IReadOnlyList<UnitCode> Divisions)
{
    public static FundRestriction None { get; } = new([], []);

    public bool AllowsCause(string cause) => Causes.Count == 0 || Causes.Contains(cause, StringComparer.Ordinal);

    public bool AllowsDivision(UnitCode division) => Divisions.Count == 0 || Divisions.Contains(division);
}

/// <summary>What a payment wants from a fund.</summary>
/// <param name="Unit">The unit that pays.</param>
/// <param name="Division">The division where the household lives.</param>
/// <param name="Household">Opaque: the promise goes into the household's ledger, so that a second case sees it before the first is paid.</param>
public sealed record FundUse(PaymentId Payment, Money Amount, UnitCode Unit, string Cause, UnitCode Division, string Household);

/// <summary>A payment's claim on a fund; one per payment and fund, for ever.</summary>
/// <param name="Round">How often the payment has claimed; 1 for the first time.</param>
/// <param name="Recovered">What came back after it was spent.</param>
/// <param name="RecoveryKeys">Names of the recoveries so far; one posts once.</param>
/// <param name="PromisedAt">When the present round was promised.</param>
public sealed record FundReservation(
    FundUse Use, ReservationState State, int Round = 1, Money Recovered = default, IReadOnlyList<string>? RecoveryKeys = null,
    DateTimeOffset PromisedAt = default);

/// <summary>Reserved leads to Spent or Released; Released leads back to Reserved when the case asks again.</summary>
public enum ReservationState
{
    Reserved,
    Released,
    Spent,
}
