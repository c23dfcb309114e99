using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>The kind of business in a case number: three letters, registered in <c>business-codes.law.json</c>, for example <c>HRA</c>.</summary>
[JsonConverter(typeof(TextValueJsonConverter<BusinessCode>))]
public sealed record BusinessCode : ITextValue<BusinessCode>
{
    private static readonly FrozenDictionary<string, BusinessCode> Registered =
        EmbeddedLaw.Read<Register>("business-codes").Businesses
            .Select(business => new BusinessCode(business))
            .ToFrozenDictionary(code => code.Value, StringComparer.Ordinal);

    private BusinessCode(Business business) => (Value, Process, ChineseName) = (business.Code, business.Process, business.Name);

    public string Value { get; }

    /// <summary>The process of handbook §3, for example <c>REL-01</c>.</summary>
    public string Process { get; }

    /// <summary>The process by its Chinese name, for example 困难救助审批.</summary>
    public string ChineseName { get; }

    /// <summary>Every registered code, in order of the code.</summary>
    public static IReadOnlyList<BusinessCode> All { get; } =
        [.. Registered.Values.OrderBy(code => code.Value, StringComparer.Ordinal)];

    public static BusinessCode Parse(string text) => TextValue.Parse<BusinessCode>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out BusinessCode? value, out InputFault fault)
    {
        value = null;
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : Registered.TryGetValue(text, out value) ? InputFault.None
            : InputFault.BusinessCodeUnknown;
        return value is not null;
    }

    string ITextValue<BusinessCode>.Reveal() => Value;

    public override string ToString() => Value;

    private sealed record Register(string Source, IReadOnlyList<Business> Businesses);

    private sealed record Business(string Code, string Process, string Name);
}
