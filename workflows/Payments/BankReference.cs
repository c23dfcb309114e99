using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>
/// What a line of a bank file is called (客户流水号): the payment and the try, <c>{payment}-A{n}</c>, for example
/// <c>HRA-500103-2024-0000173-P1-A1</c>.
/// </summary>
/// <remarks>A try is named anew, so a bank that refuses a reference it knows cannot pay one line of ours twice.</remarks>
[JsonConverter(typeof(TextValueJsonConverter<BankReference>))]
public sealed partial record BankReference : ITextValue<BankReference>
{
    private const int LargestTry = 99;

    private BankReference(PaymentId payment, int @try)
        => (Payment, Try, Value) = (payment, @try, string.Create(CultureInfo.InvariantCulture, $"{payment.Value}-A{@try}"));

    public PaymentId Payment { get; }

    /// <summary>1 for the first time that the bank is asked.</summary>
    public int Try { get; }

    public string Value { get; }

    /// <exception cref="ArgumentOutOfRangeException">The try is not between 1 and 99.</exception>
    public static BankReference Create(PaymentId payment, int @try)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(@try, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(@try, LargestTry);
        return new BankReference(payment, @try);
    }

    public static BankReference Parse(string text) => TextValue.Parse<BankReference>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out BankReference? value, out InputFault fault)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = InputFault.Missing;
            return false;
        }

        Match match = Form().Match(text);
        if (!match.Success)
        {
            fault = InputFault.BankReferenceForm;
            return false;
        }

        if (!PaymentId.TryParse(match.Groups["payment"].Value, out PaymentId? payment, out fault))
        {
            return false;
        }

        value = new BankReference(payment, int.Parse(match.Groups["try"].ValueSpan, CultureInfo.InvariantCulture));
        return true;
    }

    string ITextValue<BankReference>.Reveal() => Value;

    public override string ToString() => Value;

    [GeneratedRegex(@"^(?<payment>[A-Z0-9-]{10,50})-A(?<try>[1-9][0-9]?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
