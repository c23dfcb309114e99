using Boai.Workflows.Cases;

namespace Boai.Workflows.Payments;

/// <summary>What can happen to a payment order.</summary>
public abstract record PaymentStep
{
    private PaymentStep() { }

    /// <summary>The accountant takes it into a batch.</summary>
    public sealed record TakeIntoBatch(BatchId Batch) : PaymentStep;

    /// <summary>The batch was dissolved before the bank saw it.</summary>
    public sealed record LeaveBatch(BatchId Batch) : PaymentStep;

    /// <summary>The cashier exported the batch.</summary>
    public sealed record Export(BatchId Batch, int Try) : PaymentStep;

    /// <summary>The bank paid.</summary>
    public sealed record Confirm(BatchId Batch, int Try, BankTransaction Transaction, DateOnly PaidOn) : PaymentStep;

    /// <summary>The bank returned it.</summary>
    /// <param name="MostTries">After how many tries of the bank somebody goes to see the payee.</param>
    public sealed record Bounce(BatchId Batch, int Try, BounceReason Reason, int MostTries) : PaymentStep;

    /// <summary>The account was corrected.</summary>
    /// <param name="Try">The try that had bounced.</param>
    /// <param name="Visited">Whether the payee was seen at home; needed after the last try.</param>
    public sealed record Correct(int Try, bool Visited) : PaymentStep;

    /// <summary>The programme takes the order back.</summary>
    public sealed record Cancel(string ReasonCode) : PaymentStep;
}

/// <summary>What became of a <see cref="PaymentStep"/>.</summary>
public abstract record PaymentStepOutcome
{
    private PaymentStepOutcome() { }

    /// <param name="Next">To be stored in place of the order that the step was applied to.</param>
    public sealed record Moved(PaymentOrder Next) : PaymentStepOutcome;

    /// <summary>It had happened already: nothing to store, and no error either.</summary>
    public sealed record Already(PaymentOrder Order) : PaymentStepOutcome;

    /// <summary>It cannot happen to this order as it stands.</summary>
    public sealed record Refused(CaseProblem Problem) : PaymentStepOutcome;
}
