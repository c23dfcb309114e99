using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>Reads the dated data that is compiled into this assembly: <c>*.law.json</c>, legal values and other outside norms with their sources.</summary>
/// <remarks>The same build always reads the same data, so replayed code may depend on it.</remarks>
public static class EmbeddedLaw
{
    /// <summary>How law files are written: camel case, enum members by name, comments allowed, unknown members refused.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads one law file.</summary>
    /// <param name="name">The file's name without <c>.law.json</c>, unique over all folders, for example <c>policy</c>.</param>
    /// <exception cref="InvalidOperationException">No such file, more than one, or it does not have the form of <typeparamref name="T"/>.</exception>
    public static T Read<T>(string name)
    {
        Assembly assembly = typeof(EmbeddedLaw).Assembly;
        string ending = $".{name}.law.json";
        string[] found = [.. assembly.GetManifestResourceNames().Where(resource => resource.EndsWith(ending, StringComparison.Ordinal))];
        if (found is not [string resourceName])
        {
            throw new InvalidOperationException($"Expected exactly one embedded file {name}.law.json, found {found.Length}.");
        }

#pragma warning disable RS0030 // An embedded resource is part of the build, not outside I/O; this is the one place that reads it.
        using System.IO.Stream stream = assembly.GetManifestResourceStream(resourceName)!;
#pragma warning restore RS0030
        try
        {
            return JsonSerializer.Deserialize<T>(stream, Json)
                ?? throw new InvalidOperationException($"{name}.law.json holds null.");
        }
        catch (JsonException refused)
        {
            throw new InvalidOperationException($"{name}.law.json does not have the form of {typeof(T).Name}: {refused.Message}", refused);
        }
    }
}
