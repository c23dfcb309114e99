using System.Text.RegularExpressions;
using Boai.Functions.Errors;
using Boai.Functions.HardshipRelief;
using Boai.Functions.HardshipRelief.Application;
using Boai.Workflows.HardshipRelief;

namespace Boai.Tests.Functions.HardshipRelief;

/// <summary>Handbook §19: everything that people see of a hardship-relief case has its Chinese word.</summary>
public sealed partial class ReliefWordsTests
{
    private static readonly string[] Letters = ["acceptance", "supplement", "refusal", "grant", "public-notice", "approval-form"];

    [Fact]
    public void Every_state_cause_ground_and_item_has_its_word()
    {
        string[] words =
        [
            .. Enum.GetValues<ReliefState>().Select(ReliefWords.Of),
            .. Enum.GetValues<ReliefCause>().Select(ReliefWords.Of),
            .. Enum.GetValues<RefusalGround>().Select(ReliefWords.Of),
            .. ReliefDocuments.All.Select(ReliefWords.OfItem),
            .. ReliefConsents.All.Select(code => ReliefWords.OfItem(ReliefDocuments.ConsentPrefix + code)),
        ];

        Assert.All(words, word => Assert.Matches(Chinese(), word));
    }

    [Fact]
    public void Every_notice_and_every_letter_has_its_text()
    {
        Assert.All(Enum.GetValues<ReliefNoticeKind>(), kind => Assert.Matches(Chinese(), ReliefWords.Text($"notice.{kind}")));
        Assert.All(
            Letters,
            letter =>
            {
                Assert.NotNull(ReliefLetterNames.Find(letter));
                Assert.Matches(Chinese(), ReliefWords.Text($"letter.{letter}.title"));
            });
    }

    [Fact]
    public void Every_refusal_of_the_rules_and_the_form_has_a_text_and_a_status_below_500()
    {
        ErrorCatalogue catalogue = new([ReliefErrors.Source, ReliefFormErrors.Source]);
        string[] codes =
        [
            .. typeof(ReliefProblems).GetFields().Concat(typeof(ReliefErrors).GetFields()).Concat(typeof(ReliefFormErrors).GetFields())
                .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
        ];

        Assert.NotEmpty(codes);
        Assert.All(codes, code =>
        {
            Assert.InRange(catalogue.StatusOf(code), 400, 499);
            Assert.Matches(Chinese(), catalogue.TextOf(new Problem(code)));
        });
    }

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Chinese();
}
