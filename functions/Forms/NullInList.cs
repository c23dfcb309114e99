using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Boai.Functions.Forms;

/// <summary>Finds <c>null</c> among the elements of a list: no form takes that, and the serializer lets it pass whatever the type says.</summary>
internal static class NullInList
{
    /// <param name="json">Valid JSON.</param>
    /// <returns>The path of the first one, for example <c>household[1]</c>; null when there is none.</returns>
    public static string? Find(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        Stack<Level> levels = new();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    levels.Peek().Name = reader.GetString()!;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    levels.Pop();
                    break;
                default:
                    Level? within = levels.TryPeek(out Level? level) ? level : null;
                    if (within is { IsList: true })
                    {
                        within.Place++;
                    }

                    if (reader.TokenType == JsonTokenType.Null && within is { IsList: true })
                    {
                        return Path(levels);
                    }

                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        levels.Push(new Level { IsList = reader.TokenType == JsonTokenType.StartArray });
                    }

                    break;
            }
        }

        return null;
    }

    private static string Path(Stack<Level> levels)
    {
        StringBuilder path = new();
        foreach (Level level in levels.Reverse())
        {
            path.Append(level.IsList ? string.Create(CultureInfo.InvariantCulture, $"[{level.Place}]") : path.Length == 0 ? level.Name : "." + level.Name);
        }

        return path.ToString();
    }

    private sealed class Level
    {
        public bool IsList { get; init; }

        public string Name { get; set; } = "";

        public int Place { get; set; } = -1;
    }
}
