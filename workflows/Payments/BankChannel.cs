using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>The account that a legal person pays from, by the branch's own short code, for example <c>BOC-500103</c>.</summary>
/// <remarks>Bank transactions are numbered by the bank within such an account: (channel, transaction) posts once (I-23).</remarks>
[JsonConverter(typeof(TextValueJsonConverter<BankChannel>))]
public sealed partial record BankChannel : ITextValue<BankChannel>
{
    private BankChannel(string value) => Value = value;

    public string Value { get; }

    public static BankChannel Parse(string text) => TextValue.Parse<BankChannel>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out BankChannel? value, out InputFault fault)
    {
        value = null;
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : Form().IsMatch(text) ? InputFault.None
            : InputFault.BankChannelForm;
        if (fault == InputFault.None)
        {
            value = new BankChannel(text!);
        }

        return value is not null;
    }

    string ITextValue<BankChannel>.Reveal() => Value;

    public override string ToString() => Value;

    [GeneratedRegex(@"^[A-Z][A-Z0-9]{1,9}(?:-[A-Z0-9]{1,10}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
