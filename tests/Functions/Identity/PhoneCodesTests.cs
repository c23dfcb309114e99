using System.Text.RegularExpressions;
using Boai.Functions.Errors;
using Boai.Functions.Identity;
using Boai.Functions.Messages;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Identity;

/// <summary>An applicant follows the own case with case number and a code to the phone given in it.</summary>
public sealed partial class PhoneCodesTests
{
    private static readonly PhoneNumber Phone = PhoneNumber.Parse(TestCases.Phone);
    private static readonly PhoneNumber Another = PhoneNumber.Parse("13900139000");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_code_opens_the_case_once()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        PhoneCodes codes = platform.Get<PhoneCodes>();

        await codes.Issue(number, Phone, "m1", Cancellation);
        string code = await Sent(platform, number);

        Assert.NotNull(await codes.Redeem(number, Phone, code, "s1", Cancellation));
        Assert.Null(await codes.Redeem(number, Phone, code, "s2", Cancellation)); // used up
    }

    [Fact]
    public async Task A_request_that_broke_off_and_comes_again_gets_no_other_code_than_the_one_that_was_sent()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        PhoneCodes codes = platform.Get<PhoneCodes>();

        await codes.Issue(number, Phone, "m1", Cancellation);
        await codes.Issue(number, Phone, "m1", Cancellation); // at once: it is the same request, not a second one
        string code = await Sent(platform, number);
        platform.Clock.Advance(TimeSpan.FromMinutes(2));
        await codes.Issue(number, Phone, "m1", Cancellation);

        Assert.Single(await platform.Get<OutboxMessages>().Read(number.Value, 10, Cancellation));
        Assert.NotNull(await codes.Redeem(number, Phone, code, "s1", Cancellation));
    }

    [Fact]
    public async Task A_code_that_was_used_is_right_again_for_the_same_request_alone_and_not_when_it_is_old()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        PhoneCodes codes = platform.Get<PhoneCodes>();
        await codes.Issue(number, Phone, "m1", Cancellation);
        string code = await Sent(platform, number);
        string wrong = code == "000000" ? "000001" : "000000";

        Assert.NotNull(await codes.Redeem(number, Phone, code, "s1", Cancellation));

        Assert.NotNull(await codes.Redeem(number, Phone, code, "s1", Cancellation));
        Assert.Null(await codes.Redeem(number, Phone, wrong, "s1", Cancellation));
        Assert.Null(await codes.Redeem(number, Phone, code, "s2", Cancellation));
        platform.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await codes.Redeem(number, Phone, code, "s1", Cancellation));
    }

    [Fact]
    public async Task A_code_is_old_after_five_minutes()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        PhoneCodes codes = platform.Get<PhoneCodes>();

        await codes.Issue(number, Phone, "m1", Cancellation);
        string code = await Sent(platform, number);
        platform.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(await codes.Redeem(number, Phone, code, "s1", Cancellation));
    }

    [Fact]
    public async Task After_five_wrong_tries_the_right_code_is_void_even_when_they_come_at_once()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        PhoneCodes codes = platform.Get<PhoneCodes>();
        await codes.Issue(number, Phone, "m1", Cancellation);
        string code = await Sent(platform, number);
        string wrong = code == "000000" ? "000001" : "000000";

        SubjectId?[] tries = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => codes.Redeem(number, Phone, wrong, "s1", Cancellation)));

        Assert.All(tries, Assert.Null);
        Assert.Null(await codes.Redeem(number, Phone, code, "s1", Cancellation));
    }

    [Fact]
    public async Task Another_phone_gets_no_message_and_the_same_work_is_done()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();

        await platform.Get<PhoneCodes>().Issue(number, Another, "m1", Cancellation);

        Assert.Empty(await platform.Get<OutboxMessages>().Read(null, 10, Cancellation));
        await Assert.ThrowsAsync<ProblemException>(() => platform.Get<PhoneCodes>().Issue(number, Phone, "m2", Cancellation)); // counts all the same
    }

    [Fact]
    public async Task A_case_that_does_not_exist_answers_like_one_that_does()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        PhoneCodes codes = platform.Get<PhoneCodes>();
        CaseNumber nobody = TestCases.Number(404);

        await codes.Issue(nobody, Phone, "m1", Cancellation);

        Assert.Null(await codes.Redeem(nobody, Phone, "123456", "s1", Cancellation));
        ProblemException rate = await Assert.ThrowsAsync<ProblemException>(() => codes.Issue(nobody, Phone, "m2", Cancellation));
        Assert.Equal(PlatformErrors.PhoneCodeRate, rate.Problems[0].Code);
    }

    [Fact]
    public async Task Codes_are_a_minute_apart_and_five_an_hour()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        PhoneCodes codes = platform.Get<PhoneCodes>();

        for (int time = 0; time < 5; time++)
        {
            await codes.Issue(number, Phone, $"m{time}", Cancellation);
            ProblemException soon = await Assert.ThrowsAsync<ProblemException>(() => codes.Issue(number, Phone, "soon", Cancellation));
            Assert.Equal(PlatformErrors.PhoneCodeRate, soon.Problems[0].Code);
            platform.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        ProblemException many = await Assert.ThrowsAsync<ProblemException>(() => codes.Issue(number, Phone, "sixth", Cancellation));
        Assert.Equal(TimeSpan.FromMinutes(55), many.RetryAfter);
        platform.Clock.Advance(TimeSpan.FromMinutes(55));
        await codes.Issue(number, Phone, "next-hour", Cancellation);
        Assert.Equal(6, (await platform.Get<OutboxMessages>().Read(number.Value, 10, Cancellation)).Count);
    }

    [Fact]
    public async Task A_code_belongs_to_one_phone_and_one_case()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        CaseNumber other = await platform.Open(TestCases.Number(18));
        PhoneCodes codes = platform.Get<PhoneCodes>();
        await codes.Issue(number, Phone, "m1", Cancellation);
        await codes.Issue(other, Phone, "m2", Cancellation);
        string code = await Sent(platform, number);
        string others = await Sent(platform, other);

        Assert.Null(await codes.Redeem(number, Another, code, "s1", Cancellation));
        Assert.True(code == others || await codes.Redeem(other, Phone, code, "s1", Cancellation) is null);
        Assert.NotNull(await codes.Redeem(number, Phone, code, "s1", Cancellation));
    }

    [Fact]
    public async Task Neither_code_nor_phone_stands_in_the_store()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection);
        CaseNumber number = await platform.Open();
        await platform.Get<PhoneCodes>().Issue(number, Phone, "m1", Cancellation);
        string code = await Sent(platform, number);

        IReadOnlyList<string> stored = await platform.EveryStoredText();

        Assert.DoesNotContain(code, stored);
        Assert.DoesNotContain(stored, text => text.Contains(TestCases.Phone, StringComparison.Ordinal) || text.Contains($"验证码 {code}", StringComparison.Ordinal));
    }

    private static async Task<string> Sent(PlatformUnderTest platform, CaseNumber number) =>
        SixDigits().Match((await platform.Get<OutboxMessages>().Read(number.Value, 1, Cancellation))[0].Text).Value;

    [GeneratedRegex("(?<!\\d)\\d{6}(?!\\d)")]
    private static partial Regex SixDigits();
}
