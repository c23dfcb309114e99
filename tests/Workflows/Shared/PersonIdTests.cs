using System.Text.Json;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>Handbook §2.1: the kinds of personal identifier.</summary>
public sealed class PersonIdTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Theory]
    [InlineData(PersonIdKind.ResidentId, "500103199003070017", null, "RIC:500103199003070017")]
    [InlineData(PersonIdKind.HmtResidencePermit, "810000199003070015", null, "HMT-RP:810000199003070015")]
    [InlineData(PersonIdKind.PermanentResidentId, "usa110085051501", null, "FPR:USA110085051501")]
    [InlineData(PersonIdKind.Passport, "e12345678", "usa", "PPT:USA:E12345678")]
    [InlineData(PersonIdKind.BirthCertificate, "p500123456", null, "BIRTH:P500123456")]
    [InlineData(PersonIdKind.Unknown, "500103-20260115-001", null, "UNK:500103-20260115-001")]
    [InlineData(PersonIdKind.Unknown, "CQZ-LJ2-20260115-012", null, "UNK:CQZ-LJ2-20260115-012")]
    public void Every_kind_is_normalised_and_named_in_the_text_that_the_matching_key_is_made_of(
        PersonIdKind kind, string number, string? issuedBy, string matchingText)
    {
        Assert.True(PersonId.TryParse(kind, number, issuedBy, Today, out PersonId? id, out InputFault fault), fault.Code());
        Assert.Equal(kind, id.Kind);
        Assert.Equal(matchingText, id.MatchingText);
    }

    [Theory]
    [InlineData(PersonIdKind.FirstGenerationId, "500103900307001", null, InputFault.FirstGenerationIdRetired)]
    [InlineData(PersonIdKind.HmtResidencePermit, "500103199003070017", null, InputFault.HmtPermitPrefix)]
    [InlineData(PersonIdKind.HmtResidencePermit, "810000199003070017", null, InputFault.ResidentIdCheckCharacter)]
    [InlineData(PersonIdKind.PermanentResidentId, "912345678901234567", null, InputFault.PermanentResidentIdCheckCharacter)]
    [InlineData(PersonIdKind.PermanentResidentId, "500103199003070017", null, InputFault.PermanentResidentIdForm)]
    [InlineData(PersonIdKind.Passport, "E12345678", "XXZ", InputFault.PassportCountry)]
    [InlineData(PersonIdKind.Passport, "E12345678", null, InputFault.PassportCountry)]
    [InlineData(PersonIdKind.Passport, "E123", "USA", InputFault.PassportNumber)]
    [InlineData(PersonIdKind.Passport, "E1234-5678", "USA", InputFault.PassportNumber)]
    [InlineData(PersonIdKind.BirthCertificate, "5001234567", null, InputFault.BirthCertificateForm)]
    [InlineData(PersonIdKind.Unknown, "500103-20260231-001", null, InputFault.TemporaryPersonCodeForm)]
    [InlineData(PersonIdKind.Unknown, "500103-20260115-000", null, InputFault.TemporaryPersonCodeForm)]
    [InlineData(PersonIdKind.ResidentId, "500103202603030015", null, InputFault.ResidentIdCheckCharacter)]
    [InlineData(PersonIdKind.ResidentId, "", null, InputFault.Missing)]
    public void A_refusal_says_why(PersonIdKind kind, string number, string? issuedBy, InputFault expected)
    {
        Assert.False(PersonId.TryParse(kind, number, issuedBy, Today, out PersonId? id, out InputFault fault));
        Assert.Null(id);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void A_residence_permit_of_somebody_not_yet_born_is_refused()
    {
        const string body = "81000020260303001";

        Assert.False(PersonId.TryParse(
            PersonIdKind.HmtResidencePermit, body + Mod11Two.CheckCharacterFor(body), null, Today, out _, out InputFault fault));
        Assert.Equal(InputFault.ResidentIdBornInFuture, fault);
    }

    [Fact]
    public void A_new_permanent_residence_number_is_closed_like_a_resident_number()
    {
        const string body = "91184019900307001";

        Assert.True(PermanentResidentId.TryParse(body + Mod11Two.CheckCharacterFor(body), out _, out _));
    }

    [Fact]
    public void A_first_generation_number_is_converted_by_century_and_check_character()
    {
        FirstGenerationId old = FirstGenerationId.Parse("500103900307001");

        Assert.Equal("500103199003070017", old.ToResidentId().Reveal());
        Assert.Equal(new DateOnly(1990, 3, 7), old.BirthDate);
        Assert.Equal("500103900307001", old.Reveal());
    }

    [Theory]
    [InlineData("50010390030700", InputFault.FirstGenerationIdForm)]
    [InlineData("50010390030700X", InputFault.FirstGenerationIdForm)]
    [InlineData("500103900231001", InputFault.FirstGenerationIdBirthDate)]
    public void A_first_generation_number_must_have_its_form(string number, InputFault expected)
    {
        Assert.False(FirstGenerationId.TryParse(number, out _, out InputFault fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void A_temporary_code_is_composed_of_unit_day_and_number()
        => Assert.Equal(
            "CQZ-GX-20260115-007",
            TemporaryPersonCode.Create(UnitCode.Parse("CQZ-GX"), new DateOnly(2026, 1, 15), 7).Reveal());

    [Theory]
    [InlineData("RIC:500103199003070017")]
    [InlineData("RIC15:500103900307001")]
    [InlineData("PPT:USA:E12345678")]
    [InlineData("UNK:500103-20260115-001")]
    public void Any_kind_is_stored_as_one_string_and_read_back(string stored)
    {
        PersonId id = TextValue.Parse<PersonId>(stored);
        string json = JsonSerializer.Serialize(id);

        Assert.Equal($"\"{stored}\"", json);
        Assert.Equal(id, JsonSerializer.Deserialize<PersonId>(json));
    }

    [Theory]
    [InlineData("500103199003070017", InputFault.PersonIdKindUnknown)]
    [InlineData("ABC:500103199003070017", InputFault.PersonIdKindUnknown)]
    [InlineData("RIC:500103199003070018", InputFault.ResidentIdCheckCharacter)]
    public void A_stored_string_that_is_none_is_refused(string stored, InputFault expected)
    {
        Assert.False(PersonId.TryParse(stored, out _, out InputFault fault));
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("RIC:500103199003070017")]
    [InlineData("FPR:USA110085051501")]
    [InlineData("PPT:USA:E12345678")]
    [InlineData("BIRTH:P500123456")]
    public void No_identifier_shows_itself_in_its_text(string stored)
    {
        PersonId id = TextValue.Parse<PersonId>(stored);

        Assert.DoesNotContain(id.Normalized, id.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(id.Normalized, $"{new Holder(id)}", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_has_a_code_of_its_own()
    {
        PersonIdKind[] kinds = Enum.GetValues<PersonIdKind>();

        Assert.Equal(kinds, kinds.Select(kind => PersonIdKinds.FromCode(kind.Code())!.Value));
        Assert.Null(PersonIdKinds.FromCode("ric"));
    }

    private sealed record Holder(PersonId Id);
}
