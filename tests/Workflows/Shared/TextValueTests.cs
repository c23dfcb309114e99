using System.Text.Json;
using Boai.Workflows.Shared;

namespace Boai.Tests.Workflows.Shared;

/// <summary>What identifiers have in common: strings in JSON, their own check on the way in, and silence about secrets.</summary>
public sealed class TextValueTests
{
    private static readonly Everything Example = new(
        ResidentId.Parse("500103199003070017"),
        PersonName.Parse("王小明"),
        PhoneNumber.Parse("13812345678"),
        BankCard.Parse("4111111111111111"),
        OrganisationCode.Parse("91350100M000100Y43"),
        UnitCode.Parse("500103"),
        StreetCode.Parse("500103001"),
        CaseNumber.Parse("ODW-500103-2024-0000173"),
        BusinessCode.Parse("HRA"));

    [Fact]
    public void A_record_of_identifiers_is_an_object_of_strings()
    {
        string json = JsonSerializer.Serialize(Example);

        using JsonDocument document = JsonDocument.Parse(json);
        Assert.All(document.RootElement.EnumerateObject(), property => Assert.Equal(JsonValueKind.String, property.Value.ValueKind));
        Assert.Equal(Example, JsonSerializer.Deserialize<Everything>(json));
    }

    [Fact]
    public void A_record_of_identifiers_shows_no_secret_in_its_text()
    {
        string text = Example.ToString();

        Assert.DoesNotContain("199003", text, StringComparison.Ordinal);
        Assert.DoesNotContain("小", text, StringComparison.Ordinal);
        Assert.DoesNotContain("13812345678", text, StringComparison.Ordinal);
        Assert.DoesNotContain("411111", text, StringComparison.Ordinal);
        Assert.Contains("ODW-500103-2024-0000173", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"500103199003070018\"")]
    [InlineData("\"\"")]
    [InlineData("1")]
    [InlineData("{}")]
    public void Stored_text_that_is_no_identifier_is_refused_without_being_repeated(string json)
    {
        JsonException refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ResidentId>(json));

        Assert.Contains(nameof(ResidentId), refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("500103199003070018", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_should_have_been_good_fails_without_being_repeated()
    {
        FormatException refused = Assert.Throws<FormatException>(() => ResidentId.Parse("500103199003070018"));

        Assert.Equal("ResidentId refused: residentIdCheckCharacter", refused.Message);
    }

    [Fact]
    public void Every_fault_has_a_code_of_its_own()
    {
        InputFault[] faults = Enum.GetValues<InputFault>();

        Assert.Equal(faults.Length, faults.Select(fault => fault.Code()).Distinct().Count());
        Assert.Equal("residentIdCheckCharacter", InputFault.ResidentIdCheckCharacter.Code());
    }

    [Fact]
    public void A_law_file_that_is_missing_or_of_another_form_is_named()
    {
        Assert.Contains("no-such", Assert.Throws<InvalidOperationException>(() => EmbeddedLaw.Read<object>("no-such")).Message, StringComparison.Ordinal);
        Assert.Contains("countries", Assert.Throws<InvalidOperationException>(() => EmbeddedLaw.Read<PolicyDocument>("countries")).Message, StringComparison.Ordinal);
    }

    private sealed record Everything(
        ResidentId Id,
        PersonName Name,
        PhoneNumber Phone,
        BankCard Card,
        OrganisationCode Organisation,
        UnitCode Unit,
        StreetCode Street,
        CaseNumber Case,
        BusinessCode Business);
}
