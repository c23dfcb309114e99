using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Cases;

/// <summary>How heads, facts and events are written: camel case, enumerations by name, nothing for null.</summary>
public static class CaseJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static JsonElement ToElement<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="JsonException">The text is not a <typeparamref name="T"/>.</exception>
    public static T Read<T>(string json)
        => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"A stored {typeof(T).Name} must not be null.");

    /// <exception cref="JsonException">The element is not a <typeparamref name="T"/>.</exception>
    public static T Read<T>(JsonElement json)
        => json.Deserialize<T>(Options) ?? throw new JsonException($"A stored {typeof(T).Name} must not be null.");

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
