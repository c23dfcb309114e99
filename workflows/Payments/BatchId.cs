using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>The number of a payment batch (付款批次), for example <c>PB-500103-0C4F27A91B3E</c>.</summary>
/// <remarks>Made from the decision that called for it, so a request that is repeated after a crash finds what it began.</remarks>
[JsonConverter(typeof(TextValueJsonConverter<BatchId>))]
public sealed partial record BatchId : ITextValue<BatchId>
{
    private const string Prefix = "PB";

    private BatchId(string value) => Value = value;

    public string Value { get; }

    /// <summary>The unit whose batch it is.</summary>
    public UnitCode Unit => DecidedId.UnitOf(Value);

    /// <param name="decisionId">Any text that names the decision and no other.</param>
    public static BatchId For(UnitCode unit, string decisionId) => new(DecidedId.Compose(Prefix, unit, decisionId));

    public static BatchId Parse(string text) => TextValue.Parse<BatchId>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out BatchId? value, out InputFault fault)
    {
        value = null;
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : Form().IsMatch(text) ? InputFault.None
            : InputFault.BatchIdForm;
        if (fault == InputFault.None)
        {
            value = new BatchId(text!);
        }

        return value is not null;
    }

    string ITextValue<BatchId>.Reveal() => Value;

    public override string ToString() => Value;

    [GeneratedRegex(@"^PB-(?:[1-9][0-9]{5}|CQZ[A-Z]{2}[0-9]?)-[0-9A-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
