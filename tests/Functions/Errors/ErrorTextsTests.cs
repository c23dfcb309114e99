using System.Reflection;
using System.Text.RegularExpressions;
using Boai.Functions;
using Boai.Functions.Errors;
using Boai.Functions.HardshipRelief;
using Boai.Functions.Identity;
using Boai.Workflows.Cases;
using Boai.Workflows.HardshipRelief;
using Boai.Workflows.Shared;

namespace Boai.Tests.Functions.Errors;

/// <summary>Handbook §19: short texts, in Chinese, with what to do.</summary>
public sealed partial class ErrorTextsTests
{
    private static readonly ErrorCatalogue Catalogue = new(AppServices.Parts.SelectMany(part => part.Errors));

    [Fact]
    public void Every_code_has_a_chinese_text_that_is_a_sentence()
    {
        foreach (string code in Catalogue.Codes)
        {
            string text = Catalogue.TextOf(new Problem(code));

            Assert.True(Chinese().IsMatch(text), $"{code} has no Chinese text: {text}");
            Assert.True(text.EndsWith('。') || text.EndsWith('}'), $"{code}: {text}");
        }
    }

    [Fact]
    public void Every_code_has_a_status_that_tells_whose_fault_it_is()
    {
        foreach (string code in Catalogue.Codes)
        {
            int status = Catalogue.StatusOf(code);

            Assert.True(status is >= 400 and < 500 || code.StartsWith("server.", StringComparison.Ordinal), $"{code} answers {status}");
            Assert.NotEqual("", ProblemAnswer.From(Catalogue, [new Problem(code)], "t").Body.Title);
        }
    }

    [Fact]
    public void Every_constant_of_the_platform_and_of_the_case_shell_is_in_the_catalogue()
    {
        string[] codes = [.. Constants(typeof(PlatformErrors)), .. Constants(typeof(CaseProblems))];

        Assert.NotEmpty(codes);
        Assert.Empty(codes.Except(Catalogue.Codes));
    }

    [Fact]
    public void Every_fault_of_the_kernel_is_in_the_catalogue() =>
        Assert.All(
            Enum.GetValues<InputFault>().Where(fault => fault != InputFault.None),
            fault => Assert.Contains(InputErrors.CodeOf(fault), Catalogue.Codes));

    [Fact]
    public void A_code_declared_twice_stops_the_start() =>
        Assert.Throws<ArgumentException>(() => new ErrorCatalogue([PlatformErrors.Source, PlatformErrors.Source]));

    [Fact]
    public void Placeholders_are_filled() =>
        Assert.Equal(
            "案件已有新的进展（当前第 7 版），请刷新后重新办理。",
            Catalogue.TextOf(CaseProblem.Of(CaseProblems.Stale, ("version", "7")).ToProblem()));

    [Fact]
    public void Duties_roles_and_public_states_have_the_words_of_the_handbook()
    {
        Assert.All(Enum.GetValues<Duty>(), duty => Assert.Matches(Chinese(), CaseProblemTexts.WordOf(duty)));
        Assert.All(StaffRoles.All, role => Assert.Matches(Chinese(), CaseProblemTexts.WordOfRole(role)));
        Assert.Equal(
            ["草稿", "已提交", "待补正", "审核中", "公示中", "待拨付", "已拨付", "不予救助", "已撤回", "已办结"],
            Enum.GetValues<PublicState>().Select(CaseProblemTexts.WordOf));
    }

    /// <summary>What refusals of hardship relief name, in the words that people see.</summary>
    public static TheoryData<string, string> Named { get; } = new()
    {
        { "state", string.Join(' ', Enum.GetNames<ReliefState>()) },
        { "stage", string.Join(' ', Enum.GetNames<PaymentStage>()) },
        { "grounds", string.Join(' ', Enum.GetNames<RefusalGround>()) },
        { "items", string.Join(' ', [.. ReliefDocuments.All, .. ReliefConsents.All.Select(code => ReliefDocuments.ConsentPrefix + code)]) },
        { "roles", string.Join(' ', StaffRoles.All) },
        { "role", string.Join(' ', StaffRoles.All) },
    };

    [Theory]
    [MemberData(nameof(Named))]
    public void What_a_refusal_names_stands_in_chinese(string argument, string values)
    {
        string[] all = values.Split(' ');
        Assert.All(all, value => Assert.Matches(Chinese(), In(value)));
        if (argument is not ("state" or "stage"))
        {
            Assert.Equal(string.Join('、', all.Select(In)), In(values));
        }

        string In(string value) => CaseProblem.Of(CaseProblems.State, (argument, value)).ToProblem(ReliefWords.Words).Arguments![argument];
    }

    [Fact]
    public void Several_wrong_fields_make_one_answer_that_names_each()
    {
        ProblemBody body = ProblemAnswer.From(
            Catalogue,
            [
                new Problem(InputErrors.CodeOf(InputFault.ResidentIdCheckCharacter), "applicant.idNumber"),
                new Problem(InputErrors.CodeOf(InputFault.BankCardCheckDigit), "bank.accountNumber"),
            ],
            "trace").Body;

        Assert.Equal("urn:boai:error:form.invalid", body.Type);
        Assert.Equal(422, body.Status);
        Assert.Equal("身份证号码第18位校验不符，请核对。", body.Errors["applicant.idNumber"][0].Message);
        Assert.Equal("input.bankCardCheckDigit", body.Errors["bank.accountNumber"][0].Code);
    }

    private static IEnumerable<string> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field is { IsLiteral: true })
        .Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Chinese();
}
