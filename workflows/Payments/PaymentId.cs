using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>One payment of one case, <c>{case number}-P{n}</c>, for example <c>HRA-500103-2024-0000173-P1</c>.</summary>
/// <remarks>Given when the amount is decided, before any bank hears of it: everything that is done once for a payment is keyed by it.</remarks>
[JsonConverter(typeof(TextValueJsonConverter<PaymentId>))]
public sealed partial record PaymentId : ITextValue<PaymentId>
{
    /// <summary>A case that needs more payments than this is no grant but a salary.</summary>
    public const int LargestNumber = 99;

    private PaymentId(CaseNumber @case, int number)
        => (Case, Number, Value) = (@case, number, string.Create(CultureInfo.InvariantCulture, $"{@case.Value}-P{number}"));

    public CaseNumber Case { get; }

    /// <summary>1 for the first payment of the case.</summary>
    public int Number { get; }

    public string Value { get; }

    /// <summary>The n-th payment of a case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not between 1 and <see cref="LargestNumber"/>.</exception>
    public static PaymentId Create(CaseNumber @case, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LargestNumber);
        return new PaymentId(@case, number);
    }

    public static PaymentId Parse(string text) => TextValue.Parse<PaymentId>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out PaymentId? value, out InputFault fault)
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
            fault = InputFault.PaymentIdForm;
            return false;
        }

        if (!CaseNumber.TryParse(match.Groups["case"].Value, out CaseNumber? number, out fault))
        {
            return false;
        }

        value = new PaymentId(number, int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture));
        return true;
    }

    string ITextValue<PaymentId>.Reveal() => Value;

    public override string ToString() => Value;

    [GeneratedRegex(@"^(?<case>[A-Z0-9-]{10,40})-P(?<number>[1-9][0-9]?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
