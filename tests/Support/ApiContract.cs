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
    private readonly (string Name, Regex Path, JsonObject Item)[] _paths;
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
                .Select(path => (path.Key, new Regex("^" + Regex.Replace(Regex.Escape(path.Key), @"\\?\{\w+\}", "[^/]+") + "$"), path.Value!.AsObject())),
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

        JsonObject? operation = Operation(verb, path);
        if (operation is null)
        {
            return status == 404 || (status is 401 or 403 && IsOfAnAct(path)) ? [] : [$"{verb} {path} is not in the document"];
        }

        JsonNode? declared = operation["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)] ?? (status >= 400 ? operation["responses"]!["default"] : null);
        if (declared is null)
        {
            return [$"{verb} {path} answers {status}, which the document does not name"];
        }

        JsonNode? content = operation["requestBody"]?["content"];
        IEnumerable<string> inRequest = request is not null && status < 300 && (content?["application/json"] ?? content?["application/fhir+json"])?["schema"] is { } form
            ? Check(form, request).Select(fault => "request " + fault) : [];
        JsonNode? response = declared["$ref"] is { } reference ? _document["components"]!["responses"]![((string)reference!).Split('/')[^1]] : declared;
        JsonNode? schema = mediaType is null ? null : (response!["content"]?[mediaType] ?? response["content"]?["*/*"])?["schema"];
        bool isJson = mediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return (isJson, schema) switch
        {
            (false, null) when mediaType is not null => [.. inRequest, $"{verb} {path} answers {status} with {mediaType}, which the document does not name"],
            (true, null) => [.. inRequest, $"{verb} {path} answers {status} with {mediaType}, which the document does not name"],
            (true, _) => [.. inRequest, .. Check(schema!, answer).Select(fault => "answer " + fault)],
            _ => [.. inRequest],
        };
    }

    /// <returns>The operation id; null when the document has none for it.</returns>
    /// <param name="route">Without <c>/api/</c>; a query is allowed.</param>
    public string? OperationIdOf(string verb, string route) => (string?)Operation(verb, "/" + route.Split('?')[0])?["operationId"];

    /// <param name="route">Without <c>/api/</c>; a query is allowed.</param>
    public bool TakesJson(string verb, string route) =>
        Operation(verb, "/" + route.Split('?')[0])?["requestBody"]?["content"]?.AsObject().Any(media => media.Key.EndsWith("json", StringComparison.Ordinal)) == true;

    /// <summary>Every example in the document with what is wrong with it by the schema beside it.</summary>
    public IEnumerable<(string Operation, string Place, IReadOnlyList<string> Faults)> Examples() =>
        from path in _paths
        from operation in path.Item
        where operation.Key is "get" or "post"
        from body in operation.Value!["responses"]!.AsObject().Select(answer => ("answer " + answer.Key, answer.Value)).Append(("request", operation.Value["requestBody"]))
        from media in body.Item2?["content"]?.AsObject() ?? []
        where media.Value!["example"] is not null
        select ((string)operation.Value["operationId"]!, body.Item1, Check(media.Value!["schema"]!, media.Value["example"]!.ToJsonString()));

    // Whoever may take no act there is told so before the act's name is looked at.
    private bool IsOfAnAct(string path)
    {
        string before = path[..path.LastIndexOf('/')];
        return _paths.Any(one => ((string?)one.Item["post"]?["operationId"])?.Contains('_', StringComparison.Ordinal) == true && one.Path.IsMatch(before + one.Name[one.Name.LastIndexOf('/')..]));
    }

    private JsonObject? Operation(string verb, string path) =>
        _paths.Where(one => one.Path.IsMatch(path)).Select(one => one.Item[verb]?.AsObject()).FirstOrDefault(one => one is not null);

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
