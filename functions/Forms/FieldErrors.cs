using Boai.Functions.Errors;
using Boai.Workflows.Shared;

namespace Boai.Functions.Forms;

/// <summary>Gathers what is wrong with a form, so that a person corrects everything at once.</summary>
public sealed class FieldErrors
{
    private readonly List<Problem> _problems = [];

    public bool Any => _problems.Count > 0;

    public IReadOnlyList<Problem> Problems => _problems;

    /// <param name="field">JSON path without <c>$</c>: <c>household[2].idNumber</c>.</param>
    public void Add(string field, InputFault fault) => _problems.Add(new Problem(InputErrors.CodeOf(fault), field));

    /// <param name="field">JSON path without <c>$</c>: <c>household[2].idNumber</c>.</param>
    public void Add(string field, string code, params (string Name, string Value)[] arguments) =>
        _problems.Add(Problem.Of(code, arguments).At(field));

    /// <exception cref="ProblemException">Something was added.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new ProblemException(_problems);
        }
    }
}
