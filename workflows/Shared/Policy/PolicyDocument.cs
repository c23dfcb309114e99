using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Boai.Workflows.Shared;

/// <summary>A policy pack, or the overrides of one, as it is written in JSON.</summary>
/// <param name="Version">Names this content for ever, for example <c>2026.1</c>.</param>
/// <param name="Settings">Each key at most once.</param>
public sealed record PolicyDocument(string Version, IReadOnlyList<PolicySetting> Settings)
{
    /// <summary>Reads the JSON form; the settings' values are not checked yet.</summary>
    /// <exception cref="FormatException">The text does not have the form.</exception>
    public static PolicyDocument Parse([StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PolicyDocument>(json, EmbeddedLaw.Json)
                ?? throw new FormatException("A policy document must not be null.");
        }
        catch (JsonException refused)
        {
            throw new FormatException($"Not a policy document: {refused.Message}", refused);
        }
    }
}
