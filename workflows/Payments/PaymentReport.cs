using System.Text.Json.Serialization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>What the payment desk tells a case about one of its payments. Told at least once; <see cref="Key"/> makes a repetition harmless.</summary>
/// <param name="Try">The bank try, from 1.</param>
/// <param name="At">When it happened, not when it is told.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Prepared), nameof(Prepared))]
[JsonDerivedType(typeof(Unprepared), nameof(Unprepared))]
[JsonDerivedType(typeof(Exported), nameof(Exported))]
[JsonDerivedType(typeof(Confirmed), nameof(Confirmed))]
[JsonDerivedType(typeof(Bounced), nameof(Bounced))]
[JsonDerivedType(typeof(Reconciled), nameof(Reconciled))]
public abstract record PaymentReport(PaymentId Payment, BatchId Batch, int Try, DateTimeOffset At)
{
    /// <summary>Unique over all reports: use it as decision id.</summary>
    [JsonIgnore]
    public string Key => $"{BankReference.Create(Payment, Try)}-{Batch}-{GetType().Name}";

    /// <summary>An accountant put it into a batch: <see cref="Duty.PreparePayment"/>.</summary>
    public sealed record Prepared(PaymentId Payment, BatchId Batch, int Try, DateTimeOffset At, Actor By)
        : PaymentReport(Payment, Batch, Try, At);

    /// <summary>The batch was dissolved before the bank saw it; the payment may go into another one: <see cref="Duty.PreparePayment"/>.</summary>
    public sealed record Unprepared(PaymentId Payment, BatchId Batch, int Try, DateTimeOffset At, Actor By)
        : PaymentReport(Payment, Batch, Try, At);

    /// <summary>A cashier sent it to the bank: <see cref="Duty.Pay"/>.</summary>
    public sealed record Exported(PaymentId Payment, BatchId Batch, int Try, DateTimeOffset At, Actor By)
        : PaymentReport(Payment, Batch, Try, At);

    /// <summary>The bank paid; the cashier <paramref name="By"/> imported its answer: <see cref="Duty.Pay"/>.</summary>
    public sealed record Confirmed(PaymentId Payment, BatchId Batch, int Try, DateTimeOffset At, Actor By, Money Amount, DateOnly PaidOn)
        : PaymentReport(Payment, Batch, Try, At);

    /// <summary>The bank returned it; the cashier <paramref name="By"/> imported its answer: <see cref="Duty.Pay"/>.</summary>
    /// <param name="VisitNeeded">Whether the tries are used up and a district officer must go and see the payee.</param>
    public sealed record Bounced(
        PaymentId Payment, BatchId Batch, int Try, DateTimeOffset At, Actor By, BounceReason Reason, bool VisitNeeded)
        : PaymentReport(Payment, Batch, Try, At);

    /// <summary>An accountant compared it with the bank's statement: <see cref="Duty.Reconcile"/>.</summary>
    public sealed record Reconciled(PaymentId Payment, BatchId Batch, int Try, DateTimeOffset At, Actor By)
        : PaymentReport(Payment, Batch, Try, At);
}
