using System.Globalization;
using System.Resources;
using Boai.Workflows.CorneaDonation;

namespace Boai.Functions.CorneaDonation;

/// <summary>The programme's words for people (handbook §19).</summary>
internal static class CorneaWords
{
    public static ResourceManager Words { get; } = new("Boai.Functions.CorneaDonation.CorneaWords", typeof(CorneaWords).Assembly);

    public static string Of(CorneaState state) => Text($"state.{state}");

    public static string OfTask(string kind) => Text($"task.{kind}");

    /// <returns>Null when there is no such text.</returns>
    public static string? Find(string name) => Words.GetString(name, CultureInfo.InvariantCulture);

    /// <summary>A text with its placeholders filled.</summary>
    public static string Text(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        string text = Find(name) ?? throw new InvalidOperationException($"CorneaWords.resx has no text {name}.");
        foreach ((string placeholder, string value) in values)
        {
            text = text.Replace("{" + placeholder + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
