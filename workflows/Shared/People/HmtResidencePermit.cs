using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>港澳台居民居住证: a number of GB 11643 whose area is Hong Kong, Macao or Taiwan [knowledge].</summary>
[JsonConverter(typeof(TextValueJsonConverter<HmtResidencePermit>))]
public sealed record HmtResidencePermit : PersonId, ITextValue<HmtResidencePermit>
{
    private static readonly string[] Areas = ["810000", "820000", "830000"];

    private HmtResidencePermit(string normalized)
        : base(normalized)
    {
    }

    public override PersonIdKind Kind => PersonIdKind.HmtResidencePermit;

    public override DateOnly? BirthDate => Gb11643.BirthDateOf(Normalized);

    public override Gender? Gender => Gb11643.GenderOf(Normalized);

    public static HmtResidencePermit Parse(string text) => TextValue.Parse<HmtResidencePermit>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out HmtResidencePermit? value, out InputFault fault)
    {
        fault = Gb11643.Check(text, out string normalized);
        if (fault == InputFault.None && !Areas.Contains(normalized[..6]))
        {
            fault = InputFault.HmtPermitPrefix;
        }

        value = fault == InputFault.None ? new HmtResidencePermit(normalized) : null;
        return value is not null;
    }
}
