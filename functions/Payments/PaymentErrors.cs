using System.Resources;
using Boai.Functions.Errors;
using Boai.Workflows.Payments;

namespace Boai.Functions.Payments;

/// <summary>Codes of the payment desk.</summary>
internal static class PaymentErrors
{
    /// <summary>A fund's restriction names something that is no cause.</summary>
    public const string FundRestriction = "fund.restriction";

    // What is wrong inside a bank file is told by line under this one answer; on its own each is a wrong field.
    private static readonly string[] OfFile =
    [
        BankFileProblems.Empty, BankFileProblems.TooLarge, BankFileProblems.Encoding, BankFileProblems.Quote, BankFileProblems.ControlCharacter,
        BankFileProblems.HeaderMissing, BankFileProblems.HeaderRepeated, BankFileProblems.Version, BankFileProblems.Batch, BankFileProblems.Channel,
        BankFileProblems.BankDate, BankFileProblems.RowKind, BankFileProblems.FieldCount, BankFileProblems.FieldTooLong,
        BankFileProblems.ReferenceForm, BankFileProblems.ReferenceUnknown, BankFileProblems.ReferenceDoubled, BankFileProblems.AmountForm,
        BankFileProblems.AmountDiffers, BankFileProblems.Result, BankFileProblems.TransactionForm, BankFileProblems.TransactionDoubled,
        BankFileProblems.TransactionPosted, BankFileProblems.PaidOn, BankFileProblems.Reason, BankFileProblems.ReasonUnexpected,
        BankFileProblems.TrailerMissing, BankFileProblems.AfterTrailer, BankFileProblems.TrailerCount, BankFileProblems.TrailerTotal,
        BankFileProblems.TrailerPaidCount, BankFileProblems.TrailerPaidTotal, BankFileProblems.LineMissing,
    ];

    public static ErrorSource Source { get; } = new(
    [
        new(PaymentProblems.Unknown, 404), new(PaymentProblems.NotReady, 409), new(PaymentProblems.WithBank, 409), new(PaymentProblems.NotInBatch, 409),
        new(PaymentProblems.InBatch, 409), new(PaymentProblems.NotWithBank, 409), new(PaymentProblems.NotBounced, 409),
        new(PaymentProblems.PaidAlready, 409), new(PaymentProblems.NotPaid, 409), new(PaymentProblems.VisitNeeded, 409), new(PaymentProblems.Differs, 409),
        new(PaymentProblems.RecoveryAmount, 422),
        new(PaymentProblems.AmountNotPositive, 422), new(PaymentProblems.NotApproved, 409), new(PaymentProblems.PublicityOpen, 409),
        new(PaymentProblems.PayeeUnverified, 409), new(PaymentProblems.PayeeThirdParty, 409), new(PaymentProblems.OverApproved, 409),
        new(PaymentProblems.Frozen, 409), new(PaymentProblems.NotMandated, 409), new(PaymentProblems.PayeeAccount, 409),
        new(PaymentProblems.BatchUnknown, 404), new(PaymentProblems.BatchState, 409), new(PaymentProblems.BatchStale, 409),
        new(PaymentProblems.BatchEmpty, 422), new(PaymentProblems.BatchTooLarge, 422), new(PaymentProblems.BatchDoubled, 422),
        new(PaymentProblems.BatchUnit, 403), new(PaymentProblems.BatchMixed, 422), new(PaymentProblems.BatchTaken, 409),
        new(PaymentProblems.BatchDissolved, 409), new(PaymentProblems.BatchExporter, 403), new(PaymentProblems.BatchUnsettled, 409),
        new(PaymentProblems.BatchReturnDiffers, 409), new(PaymentProblems.StatementDiffers, 409), new(PaymentProblems.StatementDate, 422),
        new(PaymentProblems.FundUnknown, 404), new(PaymentProblems.FundUnit, 409), new(PaymentProblems.FundCause, 409), new(PaymentProblems.FundDivision, 409),
        new(PaymentProblems.FundBalance, 409), new(PaymentProblems.FundAmount, 422), new(PaymentProblems.FundReservation, 409),
        new(PaymentProblems.FundReceipt, 409), new(PaymentProblems.FundTransaction, 422), new(FundRestriction, 422),
        new(BankFileRefusal.Code, 422), .. OfFile.Select(code => new ErrorCode(code, 422)),
    ], new ResourceManager("Boai.Functions.Payments.PaymentTexts", typeof(PaymentErrors).Assembly));
}
