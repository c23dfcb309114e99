using System.Globalization;
using System.Resources;
using Boai.Workflows.BodyDonation;

namespace Boai.Functions.BodyDonation;

/// <summary>The programme's words for people (handbook §19).</summary>
internal static class BodyWords
{
    public static ResourceManager Words { get; } = new("Boai.Functions.BodyDonation.BodyWords", typeof(BodyWords).Assembly);

    public static string Of(BodyState state) => Text($"state.{state}");

    public static string OfTask(string kind) => Text($"task.{kind}");

    /// <returns>Null when there is no such text.</returns>
    public static string? Find(string name) => Words.GetString(name, CultureInfo.InvariantCulture);

    /// <summary>A text with its placeholders filled.</summary>
    public static string Text(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string text = Find(name) ?? throw new InvalidOperationException($"BodyWords.resx has no text {name}.");
        foreach ((string placeholder, string value) in values)
        {
            text = text.Replace("{" + placeholder + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
