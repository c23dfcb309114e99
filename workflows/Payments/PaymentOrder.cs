using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>An order to pay (付款单): what, out of which fund, to whom by opaque reference, and where it stands.</summary>
/// <remarks>
/// Names and account numbers stay in the vault. An order comes from a <see cref="PaymentMandate"/> that held (I-27) and changes by
/// <see cref="PaymentTransitions"/> alone.
/// </remarks>
public sealed record PaymentOrder
{
    public required PaymentId Id { get; init; }

    public required Money Amount { get; init; }

    /// <summary>The unit whose accountant and cashier handle it.</summary>
    public required UnitCode Unit { get; init; }

    public required FundId Fund { get; init; }

    public required BankChannel Channel { get; init; }

    /// <summary>Unified social credit code of the legal person that pays.</summary>
    public required string LegalPerson { get; init; }

    /// <summary>Opaque vault reference of the person whose account is paid.</summary>
    public required string Payee { get; init; }

    /// <summary>Opaque reference of the household that is helped.</summary>
    public required string Household { get; init; }

    /// <summary>The programme's code of what the aid is for.</summary>
    public required string Cause { get; init; }

    public required PaymentBasis Basis { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required PaymentState State { get; init; }

    /// <summary>Every try that the bank returned, in order.</summary>
    public IReadOnlyList<PaymentBounce> Bounces { get; init; } = [];
}

/// <summary>A try that the bank returned.</summary>
public sealed record PaymentBounce(BatchId Batch, int Try, BounceReason Reason, DateTimeOffset At);

/// <summary>On what ground money leaves before or after the file is complete.</summary>
public enum PaymentBasis
{
    /// <summary>Approved after the public list had hung for its days.</summary>
    AfterPublicity,

    /// <summary>急难: paid first, completed within the days of DL-20.</summary>
    Urgent,
}
