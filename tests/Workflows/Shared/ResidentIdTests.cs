using Boai.Workflows.Shared;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Boai.Tests.Workflows.Shared;

/// <summary>GB 11643-1999; handbook §2.1, §21, I-01.</summary>
public sealed class ResidentIdTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Theory]
    [InlineData("11010519491231002X")] // the standard's own examples
    [InlineData("34052419800101001X")]
    [InlineData("500103199003070017")]
    [InlineData("500242198512124023")]
    [InlineData("500000197001010009")] // an unusual area is not refused
    public void A_number_of_the_standard_is_accepted(string number)
    {
        Assert.True(ResidentId.TryParse(number, Today, out ResidentId? id, out InputFault fault));
        Assert.Equal(InputFault.None, fault);
        Assert.Equal(number, id.Reveal());
    }

    [Theory]
    [InlineData("510222195001010018")] // Sichuan era
    [InlineData("500381198806060014")] // a county-level city that is a district now
    public void An_area_that_no_longer_exists_is_accepted(string number)
    {
        string valid = number[..17] + Mod11Two.CheckCharacterFor(number.AsSpan(0, 17));

        Assert.True(ResidentId.TryParse(valid, Today, out _, out _));
    }

    [Theory]
    [InlineData(null, InputFault.Missing)]
    [InlineData("  ", InputFault.Missing)]
    [InlineData("11010519491231002", InputFault.ResidentIdLength)]
    [InlineData("11010519491231002X ", InputFault.ResidentIdLength)]
    [InlineData("11010519491231OO2X", InputFault.ResidentIdCharacter)]
    [InlineData("１10105194912310021", InputFault.ResidentIdCharacter)] // a full-width digit
    [InlineData("1101051949123100X1", InputFault.ResidentIdCharacter)]
    [InlineData("110105194912310021", InputFault.ResidentIdCheckCharacter)]
    [InlineData("50022519630229001X", InputFault.ResidentIdBirthDate)] // 1963 had no 29 February, though the check character fits
    public void A_refusal_says_why(string? number, InputFault expected)
    {
        Assert.False(ResidentId.TryParse(number, Today, out ResidentId? id, out InputFault fault));
        Assert.Null(id);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void A_small_x_is_the_same_as_a_capital_one()
        => Assert.Equal(ResidentId.Parse("11010519491231002X"), ResidentId.Parse("11010519491231002x"));

    [Fact]
    public void Nobody_is_born_after_the_day_of_the_form()
    {
        string bornToday = WithCheck("50010320260302001");

        Assert.True(ResidentId.TryParse(bornToday, Today, out _, out _));
        Assert.False(ResidentId.TryParse(bornToday, Today.AddDays(-1), out ResidentId? id, out InputFault fault));
        Assert.Null(id);
        Assert.Equal(InputFault.ResidentIdBornInFuture, fault);
    }

    [Fact]
    public void Nobody_is_older_than_130()
    {
        string old = WithCheck("50010318950302001");

        Assert.True(ResidentId.TryParse(old, new DateOnly(2026, 3, 1), out _, out _));
        Assert.False(ResidentId.TryParse(old, new DateOnly(2026, 3, 2), out _, out InputFault fault));
        Assert.Equal(InputFault.ResidentIdTooOld, fault);
    }

    [Theory]
    [InlineData("500103199003070017", Gender.Male)]
    [InlineData("500242198512124023", Gender.Female)]
    public void The_seventeenth_digit_tells_the_gender(string number, Gender gender)
        => Assert.Equal(gender, ResidentId.Parse(number).Gender);

    [Fact]
    public void The_date_of_birth_is_inside()
        => Assert.Equal(new DateOnly(1990, 3, 7), ResidentId.Parse("500103199003070017").BirthDate);

    [Fact]
    public void Its_text_is_masked()
        => Assert.Equal("500***********0017", ResidentId.Parse("500103199003070017").ToString());

    [Property]
    public Property I_01_a_number_with_date_and_check_character_is_valid_and_any_other_last_character_is_not()
        => Prop.ForAll(ValidNumbers, number => "0123456789X".All(last =>
            ResidentId.TryParse(number[..17] + last, out _, out _) == (last == number[17])));

    [Property]
    public Property I_01_flipping_any_single_digit_makes_it_invalid()
        => Prop.ForAll(ValidNumbers, number => Enumerable.Range(0, 17).All(place =>
            "0123456789".Where(digit => digit != number[place]).All(digit =>
                !ResidentId.TryParse(number[..place] + digit + number[(place + 1)..], out _, out _))));

    [Property]
    public Property I_01_swapping_two_different_neighbours_makes_it_invalid()
        => Prop.ForAll(ValidNumbers, number => Enumerable.Range(0, 16).Where(place => number[place] != number[place + 1]).All(place =>
            !ResidentId.TryParse(number[..place] + number[place + 1] + number[place] + number[(place + 2)..], out _, out _)));

    private static Arbitrary<string> ValidNumbers =>
        (from area in Gen.Choose(100000, 829999)
         from day in Gen.Choose(new DateOnly(1897, 1, 1).DayNumber, Today.DayNumber)
         from sequence in Gen.Choose(0, 999)
         select WithCheck($"{area:000000}{DateOnly.FromDayNumber(day):yyyyMMdd}{sequence:000}")).ToArbitrary();

    private static string WithCheck(string body) => body + Mod11Two.CheckCharacterFor(body);
}
