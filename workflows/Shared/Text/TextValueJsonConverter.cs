using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>Writes a text value as a plain JSON string and reads it back through its own check.</summary>
/// <remarks>A secret value is written in the clear: only records that are encrypted before they are stored may hold one.</remarks>
public sealed class TextValueJsonConverter<T> : JsonConverter<T>
    where T : class, ITextValue<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String
            ? Parse(reader.GetString())
            : throw new JsonException($"{typeof(T).Name} must be a JSON string.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.Reveal());

    /// <inheritdoc />
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Parse(reader.GetString());

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        => writer.WritePropertyName(value.Reveal());

    private static T Parse(string? text)
        => T.TryParse(text, out T? value, out InputFault fault)
            ? value
            : throw new JsonException($"{typeof(T).Name} refused: {fault.Code()}");
}
