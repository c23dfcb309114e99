using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>银行卡: 16–19 digits closed by a Luhn check digit. <c>ToString()</c> is masked.</summary>
[JsonConverter(typeof(TextValueJsonConverter<BankCard>))]
public sealed record BankCard : ITextValue<BankCard>
{
    private BankCard(string value) => Value = value;

    public string Value { get; }

    public static BankCard Parse(string text) => TextValue.Parse<BankCard>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out BankCard? value, out InputFault fault)
    {
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : !text.All(char.IsAsciiDigit) ? InputFault.BankCardCharacter
            : text.Length is < 16 or > 19 ? InputFault.BankCardLength
            : LuhnSum(text) % 10 != 0 ? InputFault.BankCardCheckDigit
            : InputFault.None;
        value = fault == InputFault.None ? new BankCard(text!) : null;
        return value is not null;
    }

    /// <summary>The whole number.</summary>
    public string Reveal() => Value;

    /// <summary>Masked: the last four digits.</summary>
    public override string ToString() => Masking.BankCard(Value);

    // Every second digit from the right counts double, and a two-digit double counts its digits.
    private static int LuhnSum(string digits)
    {
        int sum = 0;
        for (int place = 0; place < digits.Length; place++)
        {
            int digit = digits[^(place + 1)] - '0';
            int doubled = digit * 2;
            sum += place % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum;
    }
}
