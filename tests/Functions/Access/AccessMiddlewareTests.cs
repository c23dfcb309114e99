using Boai.Functions.Access;
using Boai.Functions.Identity;
using Boai.Functions.Vault;
using Boai.Tests.Functions.Support;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;

namespace Boai.Tests.Functions.Access;

/// <summary>Access control as a request meets it, with the audit line that every denial leaves.</summary>
public sealed class AccessMiddlewareTests
{
    private static readonly Dictionary<string, AccessRule> Rules = new()
    {
        ["Review"] = AccessRule.Staff(Roles.DistrictOfficer).As(Duty.Review),
        ["Approve"] = AccessRule.Staff(Roles.DistrictOfficer, Roles.DistrictLead).As(Duty.Approve),
        ["Peek"] = AccessRule.Staff(Roles.DistrictOfficer).OrApplicant().WithPurpose(),
        ["Free"] = AccessRule.Public,
    };

    [Fact]
    public async Task Without_a_token_the_answer_is_401_and_a_line_in_the_log()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);

        Answer answer = await platform.Send(new Sent("Review") { Case = TestCases.Number().Value, Key = NewKey() }, Never);

        Assert.Equal((401, "auth.missing"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Headers.WWWAuthenticate.ToString());
        Azure.Data.Tables.TableEntity line = await platform.SingleAuditLine();
        Assert.Equal(("anonymous", "Review", "denied:auth.missing"), (line.GetString("Who"), line.GetString("What"), line.GetString("Result")));
    }

    [Fact]
    public async Task Another_districts_officer_is_refused_and_named_in_the_log()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        CaseNumber number = await platform.Open();

        Answer answer = await platform.Send(
            new Sent("Review") { Case = number.Value, Key = NewKey(), Token = platform.TokenOf("wz-officer-1") }, Never);

        Assert.Equal((403, "access.unit"), (answer.Status, answer.Code));
        Azure.Data.Tables.TableEntity line = await platform.SingleAuditLine();
        Assert.Equal(
            ("wz-officer-1", Roles.DistrictOfficer, "500101", number.Value),
            (line.GetString("Who"), line.GetString("Role"), line.GetString("Unit"), line.GetString("Case")));
    }

    [Fact]
    public async Task An_unknown_case_and_a_wrong_number_have_answers_of_their_own()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        string token = platform.TokenOf("yz-officer-1");

        Answer unknown = await platform.Send(new Sent("Review") { Case = TestCases.Number(5).Value, Key = NewKey(), Token = token }, Never);
        Answer wrong = await platform.Send(new Sent("Review") { Case = "HRA-500103-2026-0000059", Key = NewKey(), Token = token }, Never);

        Assert.Equal((404, "case.unknown"), (unknown.Status, unknown.Code));
        Assert.Equal((400, "case.number"), (wrong.Status, wrong.Code));
    }

    [Fact]
    public async Task I_11_the_reviewer_cannot_approve()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        CaseNumber number = await platform.Open(null, new ActorDuty("yz-officer-1", Roles.DistrictOfficer, Duty.Review, platform.Clock.GetUtcNow()));

        Answer same = await platform.Send(new Sent("Approve") { Case = number.Value, Key = NewKey(), Token = platform.TokenOf("yz-officer-1") }, Never);
        Answer other = await platform.Send(new Sent("Approve") { Case = number.Value, Key = NewKey(), Token = platform.TokenOf("yz-lead-1") }, Done);

        Assert.Equal((403, "duty.separation"), (same.Status, same.Code));
        Assert.Contains("受理审查", same.Body, StringComparison.Ordinal);
        Assert.Equal(200, other.Status);
    }

    [Fact]
    public async Task The_case_is_loaded_once_and_handed_on()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        CaseNumber number = await platform.Open();

        Answer answer = await platform.Send(
            new Sent("Review") { Case = number.Value, Key = NewKey(), Token = platform.TokenOf("yz-officer-1") },
            invocation =>
            {
                Assert.Equal(number, invocation.Request.Case.Head.Number);
                Assert.Equal(new Actor("yz-officer-1", Roles.DistrictOfficer, TestCases.Yuzhong), invocation.Request.Actor);
                return Done(invocation);
            });

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task Reading_what_is_sensitive_needs_a_purpose_of_staff_and_none_of_the_applicant()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        CaseNumber number = await platform.Open();
        SubjectId subject = (await platform.Get<PersonVault>().Find("RIC", TestCases.IdNumber, TestContext.Current.CancellationToken))!.Subject;
        Sent peek = new("Peek", "GET") { Case = number.Value, Token = platform.TokenOf("yz-officer-1") };
        string purpose = "";

        Answer without = await platform.Send(peek, Never);
        Answer with = await platform.Send(peek with { Purpose = "verification" }, Note);
        Assert.Equal("verification", purpose);
        Answer own = await platform.Send(peek with { Token = platform.Get<CaseSessions>().Issue(subject, number) }, Note);

        Assert.Equal((400, "access.purpose"), (without.Status, without.Code));
        Assert.Equal((200, 200, PurposeCodes.DataSubject), (with.Status, own.Status, purpose));

        Task<IResult> Note(FakeInvocation invocation)
        {
            purpose = invocation.Request.Purpose.Code;
            return Done(invocation);
        }
    }

    [Fact]
    public async Task A_public_function_knows_who_signed_in_and_refuses_a_bad_token_all_the_same()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);
        Caller? caller = null;

        await platform.Send(new Sent("Free", "GET"), Note);
        Assert.IsType<Caller.Anonymous>(caller);
        await platform.Send(new Sent("Free", "GET") { Token = platform.TokenOf("yz-village") }, Note);
        Assert.Equal("yz-village", Assert.IsType<Caller.Staff>(caller).StaffId);
        Answer bad = await platform.Send(new Sent("Free", "GET") { Token = "rubbish" }, Never);

        Assert.Equal((401, "auth.invalid"), (bad.Status, bad.Code));

        Task<IResult> Note(FakeInvocation invocation)
        {
            caller = invocation.Request.Caller;
            return Done(invocation);
        }
    }

    [Fact]
    public async Task What_breaks_answers_500_without_its_message()
    {
        await using PlatformUnderTest platform = await PlatformUnderTest.Start(Azurite.Connection, Rules);

        Answer answer = await platform.Send(new Sent("Free", "GET"), _ => throw new InvalidOperationException($"{TestCases.Name} {TestCases.IdNumber}"));

        Assert.Equal((500, "server.unexpected"), (answer.Status, answer.Code));
        Assert.DoesNotContain(TestCases.IdNumber, answer.Body + string.Concat(platform.Logs.Lines), StringComparison.Ordinal);
        Assert.Contains(platform.Logs.Lines, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
    }

    private static string NewKey() => Guid.NewGuid().ToString("D");

    private static Task<IResult> Done(FakeInvocation invocation) => Task.FromResult<IResult>(TypedResults.Ok());

    private static Task<IResult> Never(FakeInvocation invocation) => throw new Xunit.Sdk.XunitException("The function must not run.");
}
