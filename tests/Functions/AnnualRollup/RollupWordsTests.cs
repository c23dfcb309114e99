using Boai.Functions.AnnualRollup;
using Boai.Workflows.AnnualRollup;

namespace Boai.Tests.Functions.AnnualRollup;

/// <summary>What people read about a rollup.</summary>
public sealed class RollupWordsTests
{
    [Fact]
    public void Every_stage_statement_reason_cause_and_finding_has_a_word()
    {
        Assert.All(Enum.GetValues<RollupStage>(), value => IsChinese(RollupWords.Of(value)));
        Assert.All(Enum.GetValues<UnitStatementKind>(), value => IsChinese(RollupWords.Of(value)));
        Assert.All(Enum.GetValues<ObjectionReason>(), value => IsChinese(RollupWords.Of(value)));
        Assert.All(Enum.GetValues<DeviationReason>(), value => IsChinese(RollupWords.Of(value)));
        Assert.All(Enum.GetValues<CorrectionCause>(), value => IsChinese(RollupWords.Of(value)));
        Assert.All(Enum.GetValues<FindingCode>(), value => IsChinese(RollupWords.Of(value)));
    }

    [Fact]
    public void Every_code_of_a_refusal_is_in_the_catalogue() => Assert.Equal(
        typeof(RollupProblems).GetFields().Select(field => (string)field.GetValue(null)!).Order(StringComparer.Ordinal),
        RollupErrors.Source.Codes.Select(code => code.Code).Order(StringComparer.Ordinal));

    [Fact]
    public void Units_are_called_what_they_were_called_then_and_gaps_are_named()
    {
        RollupPeriod year = new(2024);

        Assert.Equal(["城口县", "江北区", "市本级", "待归属"], new[] { "500229", "500105", "500000", RollupUnits.Unattributed }.Select(unit => RollupWords.UnitName(unit, year)));
        Assert.Equal("不含城口县、渝中区", RollupWords.Without(["500229", "500103"], year));
        Assert.Null(RollupWords.Without([], year));
        Assert.Equal(("2024年度", "2024年6月"), (RollupWords.Of(year), RollupWords.Of(new RollupPeriod(2024, 6))));
        Assert.Equal("本年（9）与上年（6）相差较大，请说明原因", RollupWords.Of(new Finding(FindingCode.FarFromLastYear, "500103", "LIFE.BODY", 9, 6)));
    }

    private static void IsChinese(string text) => Assert.Matches(@"[\u4e00-\u9fff]", text);
}
