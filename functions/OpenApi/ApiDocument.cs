using System.Text.Json.Nodes;
using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Microsoft.OpenApi;

namespace Boai.Functions.OpenApi;

/// <summary>The OpenAPI 3.1 document of the app, made from its functions: there is no second description that could differ from them.</summary>
public sealed class ApiDocument(AccessTable access, ErrorCatalogue errors)
{
    private const string Staff = "staff";
    private const string Applicant = "applicant";
    private const string ProblemAnswers = "Problem";
    private readonly Lazy<Task<string>> _json = new(() => Make(access, errors).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));

    /// <summary>The document as JSON; made once.</summary>
    public Task<string> Json() => _json.Value;

    internal static OpenApiDocument Make(AccessTable access, ErrorCatalogue errors)
    {
        OpenApiDocument document = new()
        {
            Info = new OpenApiInfo { Title = "Boai", Version = "1", Description = "博爱: the backend of a provincial Red Cross branch. Amounts are whole fen; times are ISO 8601 with offset; days are Beijing days." },
            Servers = [new OpenApiServer { Url = "/api" }],
            Components = new OpenApiComponents { Schemas = new Dictionary<string, IOpenApiSchema>(), SecuritySchemes = Schemes(), Responses = new Dictionary<string, IOpenApiResponse>() },
            Paths = [],
        };
        XmlSummaries summaries = new(typeof(ApiDocument).Assembly);
        Dictionary<string, Type> named = new(StringComparer.Ordinal);
        ApiSchemas forms = new(document, summaries, closed: true, named);
        ApiSchemas answers = new(document, summaries, closed: false, named);
        IReadOnlyList<ApiFunction> functions = ApiFunction.All(access);
        foreach (Type form in functions.SelectMany(function => function.Input.Acts?.Shapes.Values.Select(act => act.Form) ?? [function.Input.Form!]).OfType<Type>())
        {
            forms.Of(form);
        }

        document.Components.Responses[ProblemAnswers] = new OpenApiResponse
        {
            Description = "Refused: RFC 9457, with a stable code and the fields that are wrong.",
            Content = Media("application/problem+json", answers.Of(typeof(ProblemBody))),
        };
        ListCodes(document, errors);
        foreach (ApiFunction function in functions)
        {
            ApiOperation operation = new(document, summaries, forms, answers);
            if (function.Input.Acts is not { } acts)
            {
                Add(document, function, function.Route, operation.Of(function));
                continue;
            }

            foreach ((string name, NamedActShape act) in acts.Shapes)
            {
                Add(document, function, function.Route.Replace(ApiOperation.Act, name, StringComparison.Ordinal), operation.Of(function, name, act));
            }
        }

        document.Webhooks = ApiWebhooks.Of(answers);
        return document;
    }

    internal static Dictionary<string, IOpenApiMediaType> Media(string type, IOpenApiSchema schema) => new() { [type] = new OpenApiMediaType { Schema = schema } };

    internal static IList<OpenApiSecurityRequirement> Security(OpenApiDocument document, AccessRule rule)
    {
        string[] schemes = [.. rule.Roles.Count > 0 ? [Staff] : Array.Empty<string>(), .. rule.ForApplicant ? [Applicant] : Array.Empty<string>()];
        return [.. schemes.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, document, null)] = [] })];
    }

    internal static OpenApiResponseReference Problem(OpenApiDocument document) => new(ProblemAnswers, document, null);

    // Clients decide by the code, so the codes are part of the contract: all of them, with status and text.
    private static void ListCodes(OpenApiDocument document, ErrorCatalogue errors)
    {
        string[] codes = [.. errors.Codes.Order(StringComparer.Ordinal)];
        foreach (Type type in new[] { typeof(ProblemBody), typeof(FieldProblem) })
        {
            ((OpenApiSchema)document.Components!.Schemas![type.Name].Properties!["code"]).Enum = [.. codes.Select(code => JsonValue.Create(code))];
        }

        ((OpenApiResponse)document.Components!.Responses![ProblemAnswers]).AddExtension("x-problems", new JsonNodeExtension(new JsonObject(codes.Select(code =>
            KeyValuePair.Create<string, JsonNode?>(code, new JsonObject { ["status"] = errors.StatusOf(code), ["text"] = errors.TextOf(new Problem(code)) })))));
    }

    private static void Add(OpenApiDocument document, ApiFunction function, string route, OpenApiOperation operation)
    {
        string path = "/" + ApiOperation.Placeholder().Replace(route, "{${name}}");
        if (!document.Paths.TryGetValue(path, out IOpenApiPathItem? item))
        {
            document.Paths[path] = item = new OpenApiPathItem { Operations = [] };
        }

        ApiExamples.Show(operation);
        item.Operations![HttpMethod.Parse(function.Verb.ToUpperInvariant())] = operation;
    }

    private static Dictionary<string, IOpenApiSecurityScheme> Schemes() => new()
    {
        [Staff] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Token of a member of staff, from the branch's identity provider." },
        [Applicant] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Token of one case's applicant, from POST /public/sessions." },
    };
}
