using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>
/// A personal identifier of any kind: class C4, kept in the vault alone. <c>ToString()</c> is masked; <see cref="Reveal"/> is not.
/// </summary>
[JsonConverter(typeof(TextValueJsonConverter<PersonId>))]
public abstract record PersonId : ITextValue<PersonId>
{
    private protected PersonId(string normalized) => Normalized = normalized;

    public abstract PersonIdKind Kind { get; }

    /// <summary>The one spelling under which the same document is always found.</summary>
    public string Normalized { get; }

    /// <summary>What the matching key of a person is computed over: <c>{kind code}:{normalised identifier}</c> (handbook §2.1).</summary>
    public string MatchingText => $"{Kind.Code()}:{Normalized}";

    /// <summary>The date of birth, where the identifier contains one.</summary>
    public virtual DateOnly? BirthDate => null;

    /// <summary>The gender, where the identifier contains it.</summary>
    public virtual Gender? Gender => null;

    /// <summary>Reads what somebody typed into a form of today.</summary>
    /// <param name="kind">What they say it is. A first-generation number is refused: it is accepted from historical records alone.</param>
    /// <param name="number">The number.</param>
    /// <param name="issuedBy">ISO 3166 alpha-3 code of the issuing country; for passports only.</param>
    /// <param name="on">The Beijing day of the form: nobody is born later, or more than 130 years before.</param>
    public static bool TryParse(
        PersonIdKind kind, string? number, string? issuedBy, DateOnly on, [NotNullWhen(true)] out PersonId? id, out InputFault fault)
    {
        id = null;
        fault = InputFault.FirstGenerationIdRetired;
        return kind != PersonIdKind.FirstGenerationId
            && TryParse(kind, kind == PersonIdKind.Passport ? $"{issuedBy}:{number}" : number, out id, out fault)
            && BirthDates.ArePlausible(ref id, on, out fault);
    }

    /// <summary>Reads the stored form, <see cref="MatchingText"/>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PersonId? value, out InputFault fault)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            fault = InputFault.Missing;
            return false;
        }

        fault = InputFault.PersonIdKindUnknown;
        return text.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon
            && PersonIdKinds.FromCode(text[..colon]) is { } kind
            && TryParse(kind, text[(colon + 1)..], out value, out fault);
    }

    /// <summary>The identifier in the clear.</summary>
    public string Reveal() => Normalized;

    string ITextValue<PersonId>.Reveal() => MatchingText;

    /// <summary>Masked, for example <c>500***********0017</c>.</summary>
    public sealed override string ToString() => Masking.Number(Normalized);

    private static bool TryParse(PersonIdKind kind, string? number, [NotNullWhen(true)] out PersonId? id, out InputFault fault) => kind switch
    {
        PersonIdKind.ResidentId => Read<ResidentId>(number, out id, out fault),
        PersonIdKind.FirstGenerationId => Read<FirstGenerationId>(number, out id, out fault),
        PersonIdKind.HmtResidencePermit => Read<HmtResidencePermit>(number, out id, out fault),
        PersonIdKind.PermanentResidentId => Read<PermanentResidentId>(number, out id, out fault),
        PersonIdKind.Passport => Read<Passport>(number, out id, out fault),
        PersonIdKind.BirthCertificate => Read<BirthCertificateNumber>(number, out id, out fault),
        _ => Read<TemporaryPersonCode>(number, out id, out fault),
    };

    private static bool Read<T>(string? number, [NotNullWhen(true)] out PersonId? id, out InputFault fault)
        where T : PersonId, ITextValue<T>
    {
        bool read = T.TryParse(number, out T? value, out fault);
        id = value;
        return read;
    }
}
