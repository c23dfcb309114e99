using System.Text.Json.Serialization;

namespace Boai.Workflows.Payments;

/// <summary>Where a payment stands. Every state but the first and the last two names the bank try that it belongs to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Ready), nameof(Ready))]
[JsonDerivedType(typeof(Batched), nameof(Batched))]
[JsonDerivedType(typeof(Exported), nameof(Exported))]
[JsonDerivedType(typeof(Paid), nameof(Paid))]
[JsonDerivedType(typeof(Bounced), nameof(Bounced))]
[JsonDerivedType(typeof(HomeVisit), nameof(HomeVisit))]
[JsonDerivedType(typeof(Cancelled), nameof(Cancelled))]
public abstract record PaymentState
{
    private PaymentState() { }

    /// <summary>May be put into a batch.</summary>
    /// <param name="Try">The number of the try that comes next.</param>
    public sealed record Ready(int Try) : PaymentState;

    /// <summary>In a batch that the bank has not seen.</summary>
    public sealed record Batched(BatchId Batch, int Try) : PaymentState;

    /// <summary>The cashier has the file: the bank may be paying at this moment.</summary>
    public sealed record Exported(BatchId Batch, int Try) : PaymentState;

    /// <summary>The end.</summary>
    /// <param name="PaidOn">The bank's day.</param>
    public sealed record Paid(BatchId Batch, int Try, BankTransaction Transaction, DateOnly PaidOn) : PaymentState;

    /// <summary>The bank did not pay; the account must be corrected first.</summary>
    public sealed record Bounced(BatchId Batch, int Try, BounceReason Reason) : PaymentState;

    /// <summary>The bank did not pay too often: a district officer goes to see the payee (handbook §5.2 state 8F).</summary>
    public sealed record HomeVisit(BatchId Batch, int Try, BounceReason Reason) : PaymentState;

    /// <summary>Will never be paid.</summary>
    /// <param name="ReasonCode">Of the programme, for example <c>returned</c>.</param>
    public sealed record Cancelled(string ReasonCode) : PaymentState;

    /// <summary>The stable name, for stores and screens.</summary>
    [JsonIgnore]
    public string Name => GetType().Name;
}
