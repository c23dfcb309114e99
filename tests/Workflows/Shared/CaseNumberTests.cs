using System.Text.Json;
using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>案件编号: handbook §2.3.</summary>
public sealed class CaseNumberTests
{
    [Fact]
    public void The_handbooks_example_is_a_valid_number()
    {
        CaseNumber number = CaseNumber.Parse("ODW-500103-2024-0000173");

        Assert.Equal(BusinessCode.Parse("ODW"), number.Business);
        Assert.Equal(UnitCode.Parse("500103"), number.Unit);
        Assert.Equal(2024, number.Year);
        Assert.Equal(17, number.Sequence);
        Assert.Equal(number, CaseNumber.Create(number.Business, number.Unit, 2024, 17));
    }

    [Theory]
    [InlineData("CQZ-GX", "HRA-CQZGX-2026-000001")]
    [InlineData("CQZ-LJ2", "HRA-CQZLJ2-2026-000001")]
    [InlineData("500000", "HRA-500000-2026-000001")]
    public void A_zone_stands_in_it_without_its_hyphen(string unit, string body)
    {
        CaseNumber number = CaseNumber.Create(BusinessCode.Parse("HRA"), UnitCode.Parse(unit), 2026, 1);

        Assert.StartsWith(body, number.Value, StringComparison.Ordinal);
        Assert.Equal(UnitCode.Parse(unit), CaseNumber.Parse(number.Value).Unit);
    }

    [Theory]
    [InlineData(null, InputFault.Missing)]
    [InlineData("ODW-500103-2024-0000174", InputFault.CaseNumberCheckCharacter)]
    [InlineData("odw-500103-2024-0000173", InputFault.CaseNumberForm)]
    [InlineData("ODW-500103-2024-000017", InputFault.CaseNumberForm)]
    [InlineData("ODW-CQZ-GX-2024-0000173", InputFault.CaseNumberForm)]
    [InlineData("ODW-500103-2024-0000173\n", InputFault.CaseNumberForm)]
    [InlineData("ODW-500103-2024-0000173' or '1'='1", InputFault.CaseNumberForm)]
    public void A_refusal_says_why(string? text, InputFault expected)
    {
        Assert.False(CaseNumber.TryParse(text, out CaseNumber? number, out InputFault fault));
        Assert.Null(number);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void A_business_that_is_not_registered_is_refused_even_with_a_right_check_character()
    {
        string[] numbers = [.. "0123456789X".Select(check => $"QQQ-500103-2024-000017{check}")];
        InputFault[] faults = [.. numbers.Select(number => CaseNumber.TryParse(number, out _, out InputFault fault) ? InputFault.None : fault)];

        Assert.Single(faults, InputFault.BusinessCodeUnknown);
        Assert.Equal(10, faults.Count(fault => fault == InputFault.CaseNumberCheckCharacter));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void A_sequence_has_six_digits_and_begins_at_one(int sequence)
        => Assert.Throws<ArgumentOutOfRangeException>(
            () => CaseNumber.Create(BusinessCode.Parse("HRA"), UnitCode.City, 2026, sequence));

    [Fact]
    public void Number_zero_is_never_issued_and_never_accepted()
        => Assert.DoesNotContain("0123456789X", check => CaseNumber.TryParse($"HRA-500103-2026-000000{check}", out _, out _));

    [Property]
    public Property What_is_composed_is_read_back() => Prop.ForAll(Numbers, number =>
        CaseNumber.TryParse(number.Value, out CaseNumber? read, out _) && read == number);

    [Property]
    public Property A_wrong_digit_is_noticed() => Prop.ForAll(Numbers, number => Digits(number.Value).All(place =>
        "0123456789".Where(digit => digit != number.Value[place]).All(digit =>
            !CaseNumber.TryParse(number.Value[..place] + digit + number.Value[(place + 1)..], out _, out _))));

    [Property]
    public Property Two_swapped_digits_are_noticed() => Prop.ForAll(Numbers, number => Digits(number.Value)
        .Where(place => char.IsAsciiDigit(number.Value[place + 1]) && number.Value[place] != number.Value[place + 1])
        .All(place => !CaseNumber.TryParse(
            number.Value[..place] + number.Value[place + 1] + number.Value[place] + number.Value[(place + 2)..], out _, out _)));

    [Fact]
    public void It_is_a_string_in_json_and_a_key_in_a_dictionary()
    {
        CaseNumber number = CaseNumber.Parse("ODW-500103-2024-0000173");
        Dictionary<CaseNumber, int> counts = new() { [number] = 1 };

        Assert.Equal("\"ODW-500103-2024-0000173\"", JsonSerializer.Serialize(number));
        Assert.Equal(counts, JsonSerializer.Deserialize<Dictionary<CaseNumber, int>>(JsonSerializer.Serialize(counts)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CaseNumber>("\"ODW-500103-2024-0000174\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CaseNumber>("17"));
    }

    [Fact]
    public void Every_business_has_three_letters_and_a_process_of_its_own()
    {
        Assert.All(BusinessCode.All, code => Assert.Matches("^[A-Z]{3}$", code.Value));
        Assert.Equal(BusinessCode.All.Count, BusinessCode.All.Select(code => code.Process).Distinct().Count());
        Assert.Equal("REL-01", BusinessCode.Parse("HRA").Process);
        Assert.Equal("LIFE-02", BusinessCode.Parse("ODW").Process);
    }

    private static IEnumerable<int> Digits(string number)
        => Enumerable.Range(0, number.Length - 1).Where(place => char.IsAsciiDigit(number[place]));

    private static Arbitrary<CaseNumber> Numbers =>
        (from business in Gen.Elements(BusinessCode.All.ToArray())
         from unit in Gen.Elements("500103", "500243", "500000", "CQZ-GX", "CQZ-LJ2")
         from year in Gen.Choose(2018, 2099)
         from sequence in Gen.Choose(1, CaseNumber.LargestSequence)
         select CaseNumber.Create(business, UnitCode.Parse(unit), year, sequence)).ToArbitrary();
}
