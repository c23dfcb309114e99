using System.Reflection;
using System.Text.RegularExpressions;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.HospitalMessages.Fhir;
using Microsoft.OpenApi;

namespace Boai.Functions.OpenApi;

/// <summary>Describes one function.</summary>
internal sealed partial class ApiOperation(OpenApiDocument document, XmlSummaries summaries, ApiSchemas forms, ApiSchemas answers)
{
    /// <summary>The part of a route that names an act; such a function is described act by act.</summary>
    public const string Act = "{act}";

    private readonly FhirSchemas _fhir = new(document);

    /// <summary>One act of a function that takes several.</summary>
    public OpenApiOperation Of(ApiFunction function, string name, NamedActShape act)
    {
        OpenApiOperation operation = Of(function with { Input = function.Input with { Form = act.Form } });
        operation.OperationId += "_" + name;
        operation.Summary = summaries.Of(act.Command) ?? Words(act.Command.Name);
        return operation;
    }

    public OpenApiOperation Of(ApiFunction function) => new()
    {
        OperationId = function.Name,
        Summary = summaries.Of(function.Method) ?? Words(function.Name),
        Description = Who(function),
        Parameters = [.. Parameters(function)],
        RequestBody = Body(function),
        Responses = Answers(function),
        Security = ApiDocument.Security(document, function.Rule),
    };

    [GeneratedRegex(@"\{(?<name>\w+)(?::\w+)?\}")]
    internal static partial Regex Placeholder();

    // A function's name says in words what it does.
    private static string Words(string name) => name[0] + NextWord().Replace(name[1..], match => " " + match.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex NextWord();

    private static string Who(ApiFunction function)
    {
        string[] who =
        [
            .. function.Rule.IsPublic ? ["anybody"] : Array.Empty<string>(),
            .. function.Rule.ForApplicant ? ["the applicant of the case"] : Array.Empty<string>(),
            .. function.Rule.Roles.Count > 0 ? [$"staff with role {string.Join(", ", function.Rule.Roles)}"] : Array.Empty<string>(),
        ];
        string duty = function.Rule.Duty is { } act ? $" The act is the duty {act}: nobody may have both sides of a pair in one case." : "";
        string relation = function.Rule.NeedsRelation ? " Staff need a part or an open task in the case." : "";
        return $"For {string.Join("; ", who)}.{duty}{relation}";
    }

    private static IEnumerable<IOpenApiParameter> Parameters(ApiFunction function)
    {
        foreach (Match match in Placeholder().Matches(function.Route).Where(match => match.Value != Act))
        {
            string name = match.Groups["name"].Value;
            ParameterInfo? parameter = function.Method.GetParameters().FirstOrDefault(one => one.Name == name);
            JsonSchemaType type = parameter?.ParameterType == typeof(int) ? JsonSchemaType.Integer : JsonSchemaType.String;
            yield return Parameter(name, ParameterLocation.Path, required: true, null, type);
        }

        foreach (string query in function.Input.Queries)
        {
            yield return Parameter(query, ParameterLocation.Query, required: false, null);
        }

        if (function.Verb == "post")
        {
            yield return Parameter("Idempotency-Key", ParameterLocation.Header, required: true, "One key is one act: repeating it gives the same answer.", format: "uuid");
        }

        if (function.Rule.NeedsPurpose)
        {
            yield return Parameter("X-Purpose", ParameterLocation.Header, !function.Rule.ForApplicant, "What sensitive data is read for; applicants need none for their own.");
        }

        foreach (string header in function.Input.Headers)
        {
            yield return Parameter(header, ParameterLocation.Header, required: false, null);
        }
    }

    private static OpenApiParameter Parameter(
        string name, ParameterLocation place, bool required, string? text, JsonSchemaType type = JsonSchemaType.String, string? format = null) =>
        new() { Name = name, In = place, Required = required, Description = text, Schema = new OpenApiSchema { Type = type, Format = format } };

    private OpenApiRequestBody? Body(ApiFunction function) => function.Input switch
    {
        { Form: { } form } => new OpenApiRequestBody { Required = true, Content = ApiDocument.Media("application/json", forms.Of(form)) },
        { TakesBytes: true } => new OpenApiRequestBody
        {
            Required = true,
            Content = ApiAnswer.Of(function.Method)[0].MediaType == FhirTerms.Json
                ? ApiDocument.Media(FhirTerms.Json, _fhir.Message)
                : ApiDocument.Media("application/octet-stream", new OpenApiSchema()),
        },
        _ => null,
    };

    private OpenApiResponses Answers(ApiFunction function)
    {
        OpenApiResponses responses = [];
        foreach (ApiAnswer answer in ApiAnswer.Of(function.Method))
        {
            OpenApiResponse response = new() { Description = answer.Meaning };
            if (answer.MediaType is { } media)
            {
                response.Content = ApiDocument.Media(
                    media, answer.Body is { } body ? answers.Of(body) : media == FhirTerms.Json ? _fhir.Answer : new OpenApiSchema());
            }

            if (answer is { Status: >= 400, MediaType: FhirTerms.Json })
            {
                response.Content!["application/problem+json"] = new OpenApiMediaType { Schema = answers.Of(typeof(ProblemBody)) };
            }

            responses[answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = response;
        }

        foreach (string status in function.Rule.IsPublic ? ["default"] : new[] { "401", "403", "default" })
        {
            responses.TryAdd(status, ApiDocument.Problem(document));
        }

        return responses;
    }
}
