using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>What a programme says about a payment of one of its cases: the facts that decide whether money may leave (I-27).</summary>
/// <remarks>Asked when the order is opened, again when it enters a batch and again before the file is written: a case can be frozen in between.</remarks>
public sealed record PaymentMandate
{
    public required PaymentId Payment { get; init; }

    public required Money Amount { get; init; }

    /// <summary>All that was approved for this case so far, urgent aid included.</summary>
    public required Money Approved { get; init; }

    /// <summary>Other payments of this case that are paid or on their way.</summary>
    public required Money OtherPayments { get; init; }

    public required PaymentBasis Basis { get; init; }

    /// <summary>The day of the last approval that the amount needed; null while one is missing.</summary>
    public required DateOnly? ApprovedOn { get; init; }

    /// <summary>The last day of the public list, renewed publicity included; null before it is known.</summary>
    public required DateOnly? PublicityLastDay { get; init; }

    public required PayeeStanding PayeeStanding { get; init; }

    /// <summary>Whether somebody compared the account's holder with the payee's papers.</summary>
    public required bool PayeeVerified { get; init; }

    /// <summary>Whether the case is suspended, under investigation or otherwise stopped.</summary>
    public required bool Frozen { get; init; }

    /// <summary>The unit that answers for the case and pays.</summary>
    public required UnitCode Unit { get; init; }

    /// <summary>The division where the household lives: what a fund may be restricted to.</summary>
    public required UnitCode Division { get; init; }

    public required FundId Fund { get; init; }

    public required string Cause { get; init; }

    /// <summary>Opaque vault reference of the person in whose dossier of this case the account stands (holder, number, bank).</summary>
    public required string Payee { get; init; }

    /// <summary>Opaque reference of the household.</summary>
    public required string Household { get; init; }
}

/// <summary>Whose account it is.</summary>
public enum PayeeStanding
{
    /// <summary>The person who is helped.</summary>
    Beneficiary,

    /// <summary>监护人, with the proof in the file.</summary>
    Guardian,

    /// <summary>受托人, with a written authorisation in the file.</summary>
    Authorised,

    /// <summary>Anybody else: never paid.</summary>
    ThirdParty,
}
