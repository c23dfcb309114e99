using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Boai.Functions;
using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.OpenApi;
using Json.Schema;

namespace Boai.Tests.Support;

/// <summary>Holds requests and answers against the app's own OpenAPI document.</summary>
internal sealed class ApiContract
{
    private readonly JsonObject _document;
    private readonly JsonObject _schemas;
    private readonly (Regex Path, JsonObject Item)[] _paths;
    private readonly Dictionary<JsonNode, JsonSchema> _compiled = [];
    private readonly Lock _lock = new();

    private ApiContract(string json)
    {
        _document = JsonNode.Parse(json)!.AsObject();
        _schemas = _document["components"]!["schemas"]!.AsObject();
        _paths =
        [
            .. _document["paths"]!.AsObject()
                .OrderBy(path => path.Key.Count(letter => letter == '{')) // what is spelt out comes before what a parameter would also match
                .Select(path => (new Regex("^" + Regex.Replace(Regex.Escape(path.Key), @"\\?\{\w+\}", "[^/]+") + "$"), path.Value!.AsObject())),
        ];
    }

    /// <summary>The contract of the app as it is built; made once.</summary>
    public static Lazy<Task<ApiContract>> Current { get; } = new(async () => new ApiContract(await Document().Json()));

    public static AccessTable Access { get; } = new(AppServices.Parts.Select(part => part.Access));

    public static ErrorCatalogue Errors { get; } = new(AppServices.Parts.SelectMany(part => part.Errors));

    public static ApiDocument Document() => new(Access, Errors);

    /// <summary>What is wrong with a JSON text by a named schema; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(string schema, string json) => Check(new JsonObject { ["$ref"] = "#/components/schemas/" + schema }, json);

    /// <summary>What is wrong with an event as it was sent to a partner.</summary>
    /// <param name="type">Of the event: names the web hook.</param>
    public IReadOnlyList<string> WebhookFaults(string type, string json) => _document["webhooks"]?[type]?["post"] is not { } operation
        ? [$"the document has no web hook {type}"]
        : Check(operation["requestBody"]!["content"]!["application/cloudevents+json"]!["schema"]!, json);

    /// <summary>What is wrong with an exchange: an unknown route or status, a body that is not as described.</summary>
    /// <param name="route">Without <c>/api/</c>; a query is allowed.</param>
    public IReadOnlyList<string> Faults(string verb, string route, string? request, int status, string? mediaType, string answer)
    {
        string path = "/" + route.Split('?')[0];
        if (path.StartsWith("/auth/", StringComparison.Ordinal) || path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return []; // exist in development alone, and so not in the document
        }

        JsonObject? operation = _paths.Where(one => one.Path.IsMatch(path)).Select(one => one.Item[verb]?.AsObject()).FirstOrDefault(one => one is not null);
        if (operation is null)
        {
            return status == 404 ? [] : [$"{verb} {path} is not in the document"];
        }

        JsonNode? declared = operation["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)] ?? (status >= 400 ? operation["responses"]!["default"] : null);
        if (declared is null)
        {
            return [$"{verb} {path} answers {status}, which the document does not name"];
        }

        IEnumerable<string> inRequest = request is not null && status < 300 && operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } form
            ? Check(form, request).Select(fault => "request " + fault) : [];
        JsonNode? response = declared["$ref"] is { } reference ? _document["components"]!["responses"]![((string)reference!).Split('/')[^1]] : declared;
        JsonNode? schema = mediaType is null ? null : response!["content"]?[mediaType]?["schema"];
        bool isJson = mediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return (isJson, schema) switch
        {
            (true, null) => [.. inRequest, $"{verb} {path} answers {status} with {mediaType}, which the document does not name"],
            (true, _) => [.. inRequest, .. Check(schema!, answer).Select(fault => "answer " + fault)],
            _ => [.. inRequest],
        };
    }

    private IReadOnlyList<string> Check(JsonNode schema, string json)
    {
        using JsonDocument instance = JsonDocument.Parse(json);
        EvaluationResults results = Compiled(schema).Evaluate(instance.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return results.IsValid
            ? []
            : [.. (results.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))];
    }

    private JsonSchema Compiled(JsonNode schema)
    {
        lock (_lock)
        {
            if (!_compiled.TryGetValue(schema, out JsonSchema? compiled))
            {
                JsonObject whole = new() { ["$defs"] = _schemas.DeepClone(), ["allOf"] = new JsonArray(schema.DeepClone()) };
                string text = whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
                _compiled[schema] = compiled = JsonSchema.FromText(text);
            }

            return compiled;
        }
    }
}
