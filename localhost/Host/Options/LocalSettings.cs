using System.Text.Json;

namespace Boai.Localhost.Host;

/// <summary>The "Values" of local.settings.json, which stand in for the environment that an app has in the cloud.</summary>
internal static class LocalSettings
{
    public const string FileName = "local.settings.json";

    /// <exception cref="LocalHostException">The file is there and is not what it must be.</exception>
    public static IReadOnlyDictionary<string, string?> ReadFrom(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return new Dictionary<string, string?>();
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.TryGetProperty("IsEncrypted", out JsonElement encrypted) && encrypted.ValueKind == JsonValueKind.True)
            {
                throw new LocalHostException($"{path} is encrypted; the local host reads plain settings only (set IsEncrypted to false).");
            }

            return new HostJsonSection(document.RootElement, path, "").Section("Values").Texts()
                .ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value);
        }
        catch (JsonException malformed)
        {
            throw new LocalHostException($"{path} is not valid JSON: {malformed.Message}", malformed);
        }
    }
}
