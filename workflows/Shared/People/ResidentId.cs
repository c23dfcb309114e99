using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>公民身份号码, GB 11643-1999. Its area part is a hint of where the number was given, never of residence.</summary>
[JsonConverter(typeof(TextValueJsonConverter<ResidentId>))]
public sealed record ResidentId : PersonId, ITextValue<ResidentId>
{
    private ResidentId(string normalized)
        : base(normalized)
    {
    }

    public override PersonIdKind Kind => PersonIdKind.ResidentId;

    public override DateOnly? BirthDate => Gb11643.BirthDateOf(Normalized);

    public override Gender? Gender => Gb11643.GenderOf(Normalized);

    public static ResidentId Parse(string text) => TextValue.Parse<ResidentId>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out ResidentId? value, out InputFault fault)
    {
        fault = Gb11643.Check(text, out string normalized);
        value = fault == InputFault.None ? new ResidentId(normalized) : null;
        return value is not null;
    }

    /// <summary>Reads what somebody typed into a form.</summary>
    /// <param name="on">The Beijing day of the form: nobody is born later, or more than 130 years before.</param>
    public static bool TryParse(string? text, DateOnly on, [NotNullWhen(true)] out ResidentId? value, out InputFault fault)
        => TryParse(text, out value, out fault) && BirthDates.ArePlausible(ref value, on, out fault);
}
