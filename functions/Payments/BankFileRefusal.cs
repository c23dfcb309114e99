using System.Globalization;
using Boai.Functions.Errors;
using Boai.Workflows.Payments;

namespace Boai.Functions.Payments;

/// <summary>A bank file that is refused whole, with every line that is wrong.</summary>
internal static class BankFileRefusal
{
    /// <summary>The code of the answer as a whole; its field errors say which line is wrong and how.</summary>
    public const string Code = "bank-return.refused";

    public static ProblemException Of(BatchId batch, IReadOnlyList<BankFileProblem> problems) => new(
    [
        Problem.Of(Code, ("batch", batch.Value), ("first", First(problems)), ("count", Text(problems.Count))),
        .. problems.Select(InLine),
    ]);

    private static Problem InLine(BankFileProblem problem)
    {
        Dictionary<string, string> arguments = new(problem.Arguments, StringComparer.Ordinal) { ["line"] = Text(problem.Line) };
        return new Problem(problem.Code, problem.Line == 0 ? "file" : $"lines[{Text(problem.Line)}]", arguments);
    }

    private static string First(IReadOnlyList<BankFileProblem> problems) => problems[0].Line == 0 ? "文件整体" : $"第 {Text(problems[0].Line)} 行";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
