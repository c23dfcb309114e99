using System.Reflection;

namespace Boai.Localhost.Host;

/// <summary>Everything that keeps the app's functions from being hosted, gathered so that one start shows all of it.</summary>
internal sealed class FunctionProblems
{
    private readonly List<string> lines = [];

    public void Add(string function, string problem) => lines.Add($"{function}: {problem}");

    public void Add(string function, ParameterInfo parameter, string problem) =>
        lines.Add($"{function}, parameter '{parameter.Name}': {problem}");

    /// <exception cref="LocalHostException">There is at least one problem.</exception>
    public void ThrowIfAny()
    {
        if (lines.Count > 0)
        {
            throw new LocalHostException(string.Join(
                Environment.NewLine, lines.Select(line => "  " + line).Prepend("These functions cannot be hosted:")));
        }
    }
}
