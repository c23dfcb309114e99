using System.Text.Json.Serialization;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>Payments that go to the bank in one file (付款批次).</summary>
/// <remarks>
/// Three hands (handbook §2.8, 会计法 on 不相容职务): an accountant prepares, a cashier pays, an accountant who did not pay reconciles.
/// It holds references and amounts; names and accounts are read from the vault when the file is written, and kept nowhere else.
/// </remarks>
public sealed record PaymentBatch
{
    /// <summary>More lines than this are another batch: what one person can check in one sitting.</summary>
    public const int MostLines = 200;

    public required BatchId Id { get; init; }

    public required UnitCode Unit { get; init; }

    public required string LegalPerson { get; init; }

    public required BankChannel Channel { get; init; }

    /// <summary>In the order of the file; never empty.</summary>
    public required IReadOnlyList<BatchLine> Lines { get; init; }

    public required BatchAct Prepared { get; init; }

    public required BatchState State { get; init; }

    /// <summary>1 when prepared, one more with every act: an act on another version is refused.</summary>
    public int Version { get; init; } = 1;

    [JsonIgnore]
    public Money Total => Lines.Sum(line => line.Amount);

    /// <summary>See <see cref="BatchDigest"/>.</summary>
    [JsonIgnore]
    public string Digest => BatchDigest.Of(Lines);
}

/// <param name="Seq">1, 2, 3 … in the file.</param>
/// <param name="Try">The bank try of this payment, from 1.</param>
public sealed record BatchLine(int Seq, PaymentId Payment, int Try, Money Amount)
{
    /// <summary>What the line is called at the bank.</summary>
    [JsonIgnore]
    public BankReference Reference => BankReference.Create(Payment, Try);
}

/// <summary>Who did something with a batch, and when.</summary>
public sealed record BatchAct(Actor By, DateTimeOffset At);

/// <summary>Where a batch stands; a later state keeps what the earlier ones knew.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Prepared), nameof(Prepared))]
[JsonDerivedType(typeof(Dissolved), nameof(Dissolved))]
[JsonDerivedType(typeof(Exported), nameof(Exported))]
[JsonDerivedType(typeof(Returned), nameof(Returned))]
[JsonDerivedType(typeof(Reconciled), nameof(Reconciled))]
public abstract record BatchState
{
    private BatchState() { }

    /// <summary>Checked and added up; the bank has not seen it.</summary>
    public sealed record Prepared : BatchState;

    /// <summary>Given up before the bank saw it.</summary>
    /// <param name="ReasonCode">For example <c>payment-taken</c> when another batch had one of its payments.</param>
    public sealed record Dissolved(BatchAct Act, string ReasonCode) : BatchState;

    /// <summary>The cashier has the file.</summary>
    public sealed record Exported(BatchAct Export) : BatchState;

    /// <summary>The bank has answered for every line.</summary>
    public sealed record Returned(BatchAct Export, BatchReturn Return) : BatchState;

    /// <summary>The answer agrees with the bank's statement and with our books. The end.</summary>
    public sealed record Reconciled(BatchAct Export, BatchReturn Return, BatchAct Reconciliation, DateOnly StatementOn) : BatchState;

    [JsonIgnore]
    public string Name => GetType().Name;
}

/// <summary>The bank's answer to a batch.</summary>
/// <param name="Digest">Of what the file says, however it was encoded: the same answer has the same digest.</param>
/// <param name="BankDate">The day of the file.</param>
/// <param name="Results">One per line of the batch, in its order.</param>
public sealed record BatchReturn(BatchAct Import, string Digest, DateOnly BankDate, IReadOnlyList<LineResult> Results);

/// <summary>What the bank did with one line.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Paid), "P")]
[JsonDerivedType(typeof(Bounced), "B")]
public abstract record LineResult(int Seq)
{
    public sealed record Paid(int Seq, string Transaction, DateOnly On) : LineResult(Seq);

    public sealed record Bounced(int Seq, BounceReason Reason) : LineResult(Seq);
}
