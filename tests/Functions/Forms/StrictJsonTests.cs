using System.Text;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;

namespace Boai.Tests.Functions.Forms;

/// <summary>What bad input gets: a specific refusal with field and reason.</summary>
public sealed class StrictJsonTests
{
    internal enum Cause
    {
        Illness,
        Disaster,
    }

    internal sealed record Person(string Name, int Age = 0);

    internal sealed record Form(string Name, long AmountFen, Cause? Cause = null, DateOnly? On = null, Person? Applicant = null, IReadOnlyList<Person>? Household = null, CaseNumber? Case = null);

    [Fact]
    public void A_form_as_it_should_be_is_read()
    {
        Form form = Read("""{"name":"申请","amountFen":300000,"cause":"illness","on":"2026-03-01","household":[{"name":"甲","age":3}]}""");

        Assert.Equal(("申请", 300000L, Cause.Illness, new DateOnly(2026, 3, 1), 3), (form.Name, form.AmountFen, form.Cause, form.On, form.Household![0].Age));
    }

    [Theory]
    [InlineData("{", "json.malformed", null)]
    [InlineData("{\"name\":\"a\",}", "json.malformed", null)]
    [InlineData("{\"name\":\"a\",\"amountFen\":1} x", "json.malformed", null)]
    [InlineData("{\"name\":\"a\",\"amountFen\":01}", "json.malformed", null)]
    [InlineData("{'name':'a'}", "json.malformed", null)]
    [InlineData("// note\n{}", "json.malformed", null)]
    [InlineData("", "json.empty", null)]
    [InlineData("null", "json.empty", null)]
    [InlineData("[1]", "json.type", "")]
    [InlineData("\"x\"", "json.type", "")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1,\"admin\":true}", "json.unknown-field", "admin")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1,\"applicant\":{\"name\":\"x\",\"rank\":1}}", "json.unknown-field", "applicant.rank")]
    [InlineData("{\"Name\":\"a\",\"amountFen\":1}", "json.unknown-field", "Name")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\",\"amountFen\":1}", "json.duplicate-field", "name")]
    [InlineData("{\"name\":\"a\"}", "json.required", "")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1,\"applicant\":{}}", "json.required", "applicant")]
    [InlineData("{\"name\":null,\"amountFen\":1}", "json.type", "name")]
    [InlineData("{\"name\":1,\"amountFen\":1}", "json.type", "name")]
    [InlineData("{\"name\":\"a\",\"amountFen\":\"1\"}", "json.type", "amountFen")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1.5}", "json.type", "amountFen")]
    [InlineData("{\"name\":\"a\",\"amountFen\":99999999999999999999}", "json.type", "amountFen")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1,\"cause\":\"war\"}", "json.type", "cause")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1,\"cause\":1}", "json.type", "cause")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1,\"on\":\"2026-02-30\"}", "json.type", "on")]
    [InlineData("{\"name\":\"\\ud800\",\"amountFen\":1}", "json.type", "name")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1,\"household\":[{\"name\":\"a\"},{\"age\":1}]}", "json.required", "household[1]")]
    [InlineData("{\"name\":\"a\",\"amountFen\":1,\"case\":\"HRA-500103-2026-0000018\"}", "input.caseNumberCheckCharacter", "case")]
    public void Each_kind_of_mistake_has_its_own_code_and_names_the_field(string json, string code, string? field)
    {
        Problem problem = Refusal(Encoding.UTF8.GetBytes(json));

        Assert.Equal((code, field ?? problem.Field), (problem.Code, problem.Field));
    }

    [Fact]
    public void A_malformed_body_says_where()
    {
        Problem problem = Refusal("{\n  \"name\": oops\n}"u8.ToArray());

        Assert.Equal(("json.malformed", "2"), (problem.Code, problem.Arguments!["line"]));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.Equal((PlatformErrors.JsonType, "name"), Of(Refusal([.. "{\"name\":\""u8, 0xFF, 0xFE, .. "\",\"amountFen\":1}"u8])));

    [Fact]
    public void Too_many_levels_are_refused()
    {
        string deep = "{\"name\":\"a\",\"amountFen\":1,\"x\":" + new string('[', 40) + new string(']', 40) + "}";

        Assert.Equal(PlatformErrors.JsonUnknownField, Refusal(Encoding.UTF8.GetBytes(deep)).Code);
        Assert.Equal(PlatformErrors.JsonTooDeep, Refusal<object[]>(Encoding.UTF8.GetBytes(new string('[', 40) + new string(']', 40))).Code);
    }

    [Fact]
    public void The_name_of_an_unknown_field_is_not_echoed_as_it_came()
    {
        Problem problem = Refusal("{\"<script>alert(1)</script>\":1}"u8.ToArray());

        Assert.DoesNotContain('<', problem.Arguments!["name"]);
        Assert.DoesNotContain('<', problem.Field!);
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_is_refused_even_without_a_length()
    {
        DefaultHttpContext http = new() { Request = { ContentType = "application/json", Body = new MemoryStream(new byte[StrictJson.MaxBytes + 1]) } };

        ProblemException refused = await Assert.ThrowsAsync<ProblemException>(
            () => StrictJson.Read<Form>(http.Request, TestContext.Current.CancellationToken));

        Assert.Equal(PlatformErrors.RequestTooLarge, refused.Problems[0].Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_content_type_is_refused(string? type)
    {
        DefaultHttpContext http = new() { Request = { ContentType = type, Body = new MemoryStream("{}"u8.ToArray()) } };

        ProblemException refused = await Assert.ThrowsAsync<ProblemException>(
            () => StrictJson.Read<Form>(http.Request, TestContext.Current.CancellationToken));

        Assert.Equal(PlatformErrors.RequestContentType, refused.Problems[0].Code);
    }

    private static (string Code, string? Field) Of(Problem problem) => (problem.Code, problem.Field);

    private static Form Read(string json) => StrictJson.Parse<Form>(Encoding.UTF8.GetBytes(json));

    private static Problem Refusal(byte[] json) => Refusal<Form>(json);

    private static Problem Refusal<T>(byte[] json) => Assert.Throws<ProblemException>(() => StrictJson.Parse<T>(json)).Problems[0];
}
