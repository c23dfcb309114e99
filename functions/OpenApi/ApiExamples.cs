using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Boai.Functions.OpenApi;

/// <summary>One exchange as it really went, with invented people.</summary>
/// <param name="Request">Null when nothing is sent.</param>
/// <param name="Answer">Null when the answer is no JSON.</param>
internal sealed record ApiExample(JsonNode? Request, int Status, JsonNode? Answer);

/// <summary>Examples of the API's document: <c>examples.json</c>, recorded from the app (docs/api-examples.md) and held against the schemas by tests.</summary>
internal static class ApiExamples
{
    private const string Resource = "Boai.Functions.OpenApi.examples.json";

    /// <summary>By operation id.</summary>
    public static IReadOnlyDictionary<string, ApiExample> All { get; } = Read();

    public static void Show(OpenApiOperation operation)
    {
        if (!All.TryGetValue(operation.OperationId!, out ApiExample? example))
        {
            return;
        }

        if (example.Request is { } request)
        {
            Show(operation.RequestBody?.Content, request);
        }

        if (example.Answer is { } answer)
        {
            Show(operation.Responses![example.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)].Content, answer);
        }
    }

    private static void Show(IDictionary<string, IOpenApiMediaType>? content, JsonNode example)
    {
        if (content?.FirstOrDefault(media => media.Key.EndsWith("json", StringComparison.Ordinal)).Value is OpenApiMediaType media)
        {
            media.Example = example.DeepClone();
        }
    }

    private static Dictionary<string, ApiExample> Read()
    {
        using Stream stream = typeof(ApiExamples).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly has no resource {Resource}.");
        return JsonSerializer.Deserialize<Dictionary<string, ApiExample>>(stream, JsonSerializerOptions.Web)!;
    }
}
