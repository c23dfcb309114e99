using System.Text.RegularExpressions;
using Boai.Functions.Errors;

namespace Boai.Functions.Forms;

/// <summary>Causes in forms: a code that can be counted, never free text.</summary>
public static partial class CauseCodes
{
    /// <returns>The code as it is.</returns>
    /// <exception cref="ProblemException">It is not lower-case words joined by hyphens.</exception>
    public static string Checked(string causeCode, string field = "causeCode") =>
        Form().IsMatch(causeCode) ? causeCode : throw new ProblemException(new Problem(PlatformErrors.CauseCode, field));

    [GeneratedRegex("^[a-z]{2,20}(-[a-z]{2,20}){0,4}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
