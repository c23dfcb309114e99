using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Boai.Workflows.Shared;

/// <summary>
/// 外国人永久居留身份证. New form of 2023: eighteen characters beginning with 9 and closed like GB 11643. Old form: three letters of
/// nationality and twelve digits [knowledge]. Checked loosely: neither form is published in full.
/// </summary>
[JsonConverter(typeof(TextValueJsonConverter<PermanentResidentId>))]
public sealed partial record PermanentResidentId : PersonId, ITextValue<PermanentResidentId>
{
    private PermanentResidentId(string normalized)
        : base(normalized)
    {
    }

    public override PersonIdKind Kind => PersonIdKind.PermanentResidentId;

    public static PermanentResidentId Parse(string text) => TextValue.Parse<PermanentResidentId>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out PermanentResidentId? value, out InputFault fault)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = InputFault.Missing;
            return false;
        }

        string normalized = text.ToUpperInvariant();
        bool isNew = NewForm().IsMatch(normalized);
        fault = !isNew && !OldForm().IsMatch(normalized) ? InputFault.PermanentResidentIdForm
            : isNew && Mod11Two.CheckCharacterFor(normalized.AsSpan(0, Gb11643.Length - 1)) != normalized[^1]
                ? InputFault.PermanentResidentIdCheckCharacter
            : InputFault.None;
        value = fault == InputFault.None ? new PermanentResidentId(normalized) : null;
        return value is not null;
    }

    [GeneratedRegex(@"^9[0-9]{16}[0-9X]\z", RegexOptions.CultureInvariant)]
    private static partial Regex NewForm();

    [GeneratedRegex(@"^[A-Z]{3}[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OldForm();
}
