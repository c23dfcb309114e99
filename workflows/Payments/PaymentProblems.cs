namespace Boai.Workflows.Payments;

/// <summary>Codes of what can be wrong with an order, a batch or a fund. Never renamed or reused.</summary>
public static class PaymentProblems
{
    // Orders. Arguments: payment, state, try.
    public const string Unknown = "payment.unknown";
    public const string NotReady = "payment.not-ready";
    public const string WithBank = "payment.with-bank";
    public const string NotInBatch = "payment.not-in-batch";
    public const string InBatch = "payment.in-batch";
    public const string NotWithBank = "payment.not-with-bank";
    public const string NotBounced = "payment.not-bounced";
    public const string PaidAlready = "payment.paid-already";

    /// <summary>Money can come back only of a payment that was made and recorded.</summary>
    public const string NotPaid = "payment.not-paid";

    /// <summary>More would come back than was paid, or a recovery's key stands for another amount. Field <c>amountFen</c>.</summary>
    public const string RecoveryAmount = "payment.recovery-amount";
    public const string VisitNeeded = "payment.visit-needed";

    /// <summary>An order with this number exists and says something else.</summary>
    public const string Differs = "payment.differs";

    // The mandate (I-27). Arguments: payment.
    public const string AmountNotPositive = "payment.amount-not-positive";
    public const string NotApproved = "payment.not-approved";
    public const string PublicityOpen = "payment.publicity-open";
    public const string PayeeUnverified = "payment.payee-unverified";
    public const string PayeeThirdParty = "payment.payee-third-party";
    public const string OverApproved = "payment.over-approved";
    public const string Frozen = "payment.frozen";

    /// <summary>The case has no such payment, or no longer.</summary>
    public const string NotMandated = "payment.not-mandated";

    /// <summary>Holder, account or bank of the payee cannot be written into a bank file. Arguments: payment.</summary>
    public const string PayeeAccount = "payment.payee-account";

    // Batches. Arguments: batch, and what the code says.
    public const string BatchUnknown = "batch.unknown";
    public const string BatchState = "batch.state";
    public const string BatchStale = "batch.stale";
    public const string BatchEmpty = "batch.empty";
    public const string BatchTooLarge = "batch.too-large";
    public const string BatchDoubled = "batch.payment-doubled";
    public const string BatchUnit = "batch.unit";
    public const string BatchMixed = "batch.mixed";
    public const string BatchTaken = "batch.payment-taken";
    public const string BatchDissolved = "batch.dissolved";
    public const string BatchExporter = "batch.exporter";
    public const string BatchUnsettled = "batch.unsettled";
    public const string BatchReturnDiffers = "batch.return-differs";

    /// <summary>The accountant's figure from the bank statement is not the sum of the lines paid. Field <c>statementPaidFen</c>.</summary>
    public const string StatementDiffers = "batch.statement-differs";

    /// <summary>The statement is of a day before the bank's answer, or of the future. Field <c>statementOn</c>.</summary>
    public const string StatementDate = "batch.statement-date";

    // Funds. Arguments: fund, and what the code says.
    public const string FundUnknown = "fund.unknown";
    public const string FundUnit = "fund.unit";
    public const string FundCause = "fund.cause";
    public const string FundDivision = "fund.division";
    public const string FundBalance = "fund.balance";
    public const string FundAmount = "fund.amount";
    public const string FundReservation = "fund.reservation";

    /// <summary>The bank's number of a receipt has not the form of one. Field <c>transaction</c>.</summary>
    public const string FundTransaction = "fund.transaction";
    public const string FundReceipt = "fund.receipt-differs";
}
