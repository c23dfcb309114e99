namespace Boai.Workflows.Payments;

/// <summary>What is wrong with a bank file, and in which line.</summary>
/// <param name="Line">From 1, as a text editor counts; the line in which a row begins. 0 when the fault is of the file and no line.</param>
/// <param name="Arguments">References, amounts and expected words; nothing of a person.</param>
public sealed record BankFileProblem(string Code, int Line, IReadOnlyDictionary<string, string> Arguments)
{
    public static BankFileProblem At(int line, string code, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        Dictionary<string, string> named = new(StringComparer.Ordinal);
        foreach ((string name, string value) in arguments)
        {
            named[name] = value;
        }

        return new BankFileProblem(code, line, named);
    }
}

/// <summary>Codes of <see cref="BankFileProblem"/>. Never renamed or reused.</summary>
public static class BankFileProblems
{
    // The file as a whole.
    public const string Empty = "bank-return.empty";
    public const string TooLarge = "bank-return.too-large";
    public const string Encoding = "bank-return.encoding";
    public const string Quote = "bank-return.quote";
    public const string ControlCharacter = "bank-return.control-character";

    // Header.
    public const string HeaderMissing = "bank-return.header-missing";
    public const string HeaderRepeated = "bank-return.header-repeated";
    public const string Version = "bank-return.version";
    public const string Batch = "bank-return.batch";
    public const string Channel = "bank-return.channel";
    public const string BankDate = "bank-return.bank-date";

    // Any row.
    public const string RowKind = "bank-return.row-kind";
    public const string FieldCount = "bank-return.field-count";
    public const string FieldTooLong = "bank-return.field-too-long";

    // Details.
    public const string ReferenceForm = "bank-return.reference-form";
    public const string ReferenceUnknown = "bank-return.reference-unknown";
    public const string ReferenceDoubled = "bank-return.reference-doubled";
    public const string AmountForm = "bank-return.amount-form";
    public const string AmountDiffers = "bank-return.amount-differs";
    public const string Result = "bank-return.result";
    public const string TransactionForm = "bank-return.transaction-form";
    public const string TransactionDoubled = "bank-return.transaction-doubled";

    /// <summary>The bank's number was posted for another payment: the file is not of this batch, or the bank erred.</summary>
    public const string TransactionPosted = "bank-return.transaction-posted";
    public const string PaidOn = "bank-return.paid-on";
    public const string Reason = "bank-return.reason";
    public const string ReasonUnexpected = "bank-return.reason-unexpected";

    // Trailer and completeness.
    public const string TrailerMissing = "bank-return.trailer-missing";
    public const string AfterTrailer = "bank-return.after-trailer";
    public const string TrailerCount = "bank-return.trailer-count";
    public const string TrailerTotal = "bank-return.trailer-total";
    public const string TrailerPaidCount = "bank-return.trailer-paid-count";
    public const string TrailerPaidTotal = "bank-return.trailer-paid-total";
    public const string LineMissing = "bank-return.line-missing";
}
