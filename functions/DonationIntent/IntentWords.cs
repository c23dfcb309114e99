using System.Globalization;
using System.Resources;
using Boai.Workflows.DonationIntent;

namespace Boai.Functions.DonationIntent;

/// <summary>The programme's words for people (handbook §19).</summary>
internal static class IntentWords
{
    public static ResourceManager Words { get; } = new("Boai.Functions.DonationIntent.IntentWords", typeof(IntentWords).Assembly);

    public static string Of(IntentState state) => Text($"state.{state}");

    public static string Of(IntentGroup group) => Text($"group.{group}");

    public static string Of(OrganKind organ) => Text($"organ.{organ}");

    public static string OfTask(string kind) => Text($"task.{kind}");

    /// <summary>What is donated, in one line.</summary>
    public static string Of(IntentScopes scopes) => string.Join('、',
    [
        .. scopes.AllOrgans ? [Text("scopes.allOrgans")] : scopes.Organs.Select(Of),
        .. scopes.Groups.Where(group => group != IntentGroup.Organs).Select(Of),
    ]);

    /// <summary>A text with its placeholders filled.</summary>
    public static string Text(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string text = Words.GetString(name, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"IntentWords.resx has no text {name}.");
        foreach ((string placeholder, string value) in values)
        {
            text = text.Replace("{" + placeholder + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
