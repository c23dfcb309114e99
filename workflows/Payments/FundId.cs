using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Boai.Workflows.Shared;

namespace Boai.Workflows.Payments;

/// <summary>The number of a fund that aid is paid from, for example <c>FD-500103-5E0D11C2A977</c>.</summary>
/// <remarks>Made from the decision that called for it, so a request that is repeated after a crash finds what it began.</remarks>
[JsonConverter(typeof(TextValueJsonConverter<FundId>))]
public sealed partial record FundId : ITextValue<FundId>
{
    private const string Prefix = "FD";

    private FundId(string value) => Value = value;

    public string Value { get; }

    /// <summary>The unit whose fund it is.</summary>
    public UnitCode Unit => DecidedId.UnitOf(Value);

    /// <param name="decisionId">Any text that names the decision and no other.</param>
    public static FundId For(UnitCode unit, string decisionId) => new(DecidedId.Compose(Prefix, unit, decisionId));

    public static FundId Parse(string text) => TextValue.Parse<FundId>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out FundId? value, out InputFault fault)
    {
        value = null;
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : Form().IsMatch(text) ? InputFault.None
            : InputFault.FundIdForm;
        if (fault == InputFault.None)
        {
            value = new FundId(text!);
        }

        return value is not null;
    }

    string ITextValue<FundId>.Reveal() => Value;

    public override string ToString() => Value;

    [GeneratedRegex(@"^FD-(?:[1-9][0-9]{5}|CQZ[A-Z]{2}[0-9]?)-[0-9A-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
