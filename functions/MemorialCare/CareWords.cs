using System.Globalization;
using System.Resources;
using Boai.Workflows.MemorialCare;

namespace Boai.Functions.MemorialCare;

/// <summary>The programme's words for people (handbook §19).</summary>
internal static class CareWords
{
    public static ResourceManager Words { get; } = new("Boai.Functions.MemorialCare.CareWords", typeof(CareWords).Assembly);

    public static string Of(CareState state) => Text($"state.{state}");

    public static string OfTask(string kind) => Text($"task.{kind}");

    /// <summary>A text with its placeholders filled.</summary>
    public static string Text(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string text = Words.GetString(name, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"CareWords.resx has no text {name}.");
        foreach ((string placeholder, string value) in values)
        {
            text = text.Replace("{" + placeholder + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
