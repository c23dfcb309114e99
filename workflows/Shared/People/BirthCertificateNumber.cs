using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Boai.Workflows.Shared;

/// <summary>The number of a 出生医学证明: a letter and nine digits [knowledge].</summary>
[JsonConverter(typeof(TextValueJsonConverter<BirthCertificateNumber>))]
public sealed partial record BirthCertificateNumber : PersonId, ITextValue<BirthCertificateNumber>
{
    private BirthCertificateNumber(string normalized)
        : base(normalized)
    {
    }

    public override PersonIdKind Kind => PersonIdKind.BirthCertificate;

    public static BirthCertificateNumber Parse(string text) => TextValue.Parse<BirthCertificateNumber>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out BirthCertificateNumber? value, out InputFault fault)
    {
        string normalized = text?.ToUpperInvariant() ?? "";
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : Form().IsMatch(normalized) ? InputFault.None
            : InputFault.BirthCertificateForm;
        value = fault == InputFault.None ? new BirthCertificateNumber(normalized) : null;
        return value is not null;
    }

    [GeneratedRegex(@"^[A-Z][0-9]{9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
