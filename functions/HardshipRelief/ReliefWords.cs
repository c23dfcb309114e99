using System.Globalization;
using System.Resources;
using Boai.Workflows.HardshipRelief;

namespace Boai.Functions.HardshipRelief;

/// <summary>The programme's words for people (handbook §5.2, §19).</summary>
internal static class ReliefWords
{
    public static ResourceManager Words { get; } = new("Boai.Functions.HardshipRelief.ReliefWords", typeof(ReliefWords).Assembly);

    public static string Of(ReliefState state) => Get($"state.{state}");

    public static string Of(ReliefCause cause) => Get($"cause.{cause}");

    public static string Of(RefusalGround ground) => Get($"ground.{ground}");

    /// <summary>A kind of document, or a consent with its prefix, as lists of missing items name it.</summary>
    public static string OfItem(string item) => Get($"item.{item}");

    /// <summary>A text with its placeholders filled.</summary>
    public static string Text(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string text = Get(name);
        foreach ((string placeholder, string value) in values)
        {
            text = text.Replace("{" + placeholder + "}", value, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Get(string name) => Words.GetString(name, CultureInfo.InvariantCulture)
        ?? throw new InvalidOperationException($"ReliefWords.resx has no text {name}.");
}
