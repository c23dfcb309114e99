using System.Collections.Frozen;
using System.Resources;
using Boai.Workflows.Shared;

namespace Boai.Functions.Errors;

/// <summary>One code for each way in which the kernel refuses a text: <c>input.</c> and the fault's own code.</summary>
public static class InputErrors
{
    public const string Prefix = "input.";

    private static readonly FrozenSet<string> Codes = Enum.GetValues<InputFault>()
        .Where(fault => fault != InputFault.None)
        .Select(fault => fault.Code())
        .ToFrozenSet(StringComparer.Ordinal);

    public static ErrorSource Source { get; } = new(
        [.. Codes.Select(code => new ErrorCode(Prefix + code, 422))],
        new ResourceManager("Boai.Functions.Errors.InputTexts", typeof(InputErrors).Assembly));

    public static string CodeOf(InputFault fault) => Prefix + fault.Code();

    /// <summary>Whether a word is the code of a fault (without the prefix).</summary>
    internal static bool IsCode(string word) => Codes.Contains(word);
}
