using System.Collections.Frozen;
using System.Resources;

namespace Boai.Functions.Errors;

/// <summary>A stable error code and the HTTP status it answers with.</summary>
public sealed record ErrorCode(string Code, int Status);

/// <summary>The codes of one part of the app and the resource file with their Chinese texts, keyed by code.</summary>
public sealed record ErrorSource(IReadOnlyList<ErrorCode> Codes, ResourceManager Texts);

/// <summary>Every error code that an answer can carry.</summary>
public sealed class ErrorCatalogue
{
    private readonly FrozenDictionary<string, (ErrorCode Code, ResourceManager Texts)> _codes;

    /// <exception cref="ArgumentException">Two parts claim the same code.</exception>
    public ErrorCatalogue(IEnumerable<ErrorSource> sources)
    {
        Dictionary<string, (ErrorCode, ResourceManager)> codes = new(StringComparer.Ordinal);
        foreach (ErrorSource source in sources)
        {
            foreach (ErrorCode code in source.Codes)
            {
                if (!codes.TryAdd(code.Code, (code, source.Texts)))
                {
                    throw new ArgumentException($"The error code {code.Code} is declared twice; codes are never shared.", nameof(sources));
                }
            }
        }

        _codes = codes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IEnumerable<string> Codes => _codes.Keys;

    /// <returns>The status of a code; 500 for a code that no part declared, so that an omission is loud.</returns>
    public int StatusOf(string code) => _codes.TryGetValue(code, out (ErrorCode Code, ResourceManager Texts) entry) ? entry.Code.Status : 500;

    /// <summary>The text for people, with <c>{name}</c> placeholders filled.</summary>
    public string TextOf(Problem problem)
    {
        string? text = _codes.TryGetValue(problem.Code, out (ErrorCode Code, ResourceManager Texts) entry)
            ? entry.Texts.GetString(problem.Code, System.Globalization.CultureInfo.InvariantCulture)
            : null;
        text ??= problem.Code;
        foreach ((string name, string value) in problem.Arguments ?? FrozenDictionary<string, string>.Empty)
        {
            text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
