using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>The 15-digit number of the first-generation card: accepted from historical records only, and kept beside its conversion.</summary>
[JsonConverter(typeof(TextValueJsonConverter<FirstGenerationId>))]
public sealed record FirstGenerationId : PersonId, ITextValue<FirstGenerationId>
{
    private const int Length = 15;
    private const int AreaLength = 6;
    private const string Century = "19";

    private FirstGenerationId(string normalized)
        : base(normalized)
    {
    }

    public override PersonIdKind Kind => PersonIdKind.FirstGenerationId;

    public override DateOnly? BirthDate => ToResidentId().BirthDate;

    public override Gender? Gender => ToResidentId().Gender;

    public static FirstGenerationId Parse(string text) => TextValue.Parse<FirstGenerationId>(text);

    /// <inheritdoc />
    public static bool TryParse(string? text, [NotNullWhen(true)] out FirstGenerationId? value, out InputFault fault)
    {
        fault = string.IsNullOrWhiteSpace(text) ? InputFault.Missing
            : text.Length != Length || !text.All(char.IsAsciiDigit) ? InputFault.FirstGenerationIdForm
            : !BirthDates.TryRead(string.Concat(Century, text.AsSpan(AreaLength, 6)), out _) ? InputFault.FirstGenerationIdBirthDate
            : InputFault.None;
        value = fault == InputFault.None ? new FirstGenerationId(text!) : null;
        return value is not null;
    }

    /// <summary>The same person's 18-digit number: the century put in, the check character put on.</summary>
    public ResidentId ToResidentId()
    {
        string body = Normalized.Insert(AreaLength, Century);
        return ResidentId.Parse(body + Mod11Two.CheckCharacterFor(body));
    }
}
