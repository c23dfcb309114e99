using Boai.Functions.Partners;
using Boai.Workflows.Partners;
using Microsoft.OpenApi;

namespace Boai.Functions.OpenApi;

/// <summary>Describes what partners' servers receive: CloudEvents 1.0 in the structured JSON form.</summary>
internal static class ApiWebhooks
{
    private const string MediaType = "application/cloudevents+json";

    public static IDictionary<string, IOpenApiPathItem> Of(ApiSchemas answers) => new Dictionary<string, IOpenApiPathItem>
    {
        [PartnerEvents.TypeOf(PartnerEventKind.CaseStateChanged)] = Item(
            PartnerEventKind.CaseStateChanged, "A case came to another state, in the words that its applicant sees.", answers.Of(typeof(CaseStateChanged))),
        [PartnerEvents.TypeOf(PartnerEventKind.FiguresFrozen)] = Item(
            PartnerEventKind.FiguresFrozen, "The figures of a year were frozen, or corrected into a new version.", answers.Of(typeof(FiguresFrozen))),
    };

    private static OpenApiPathItem Item(PartnerEventKind kind, string summary, IOpenApiSchema data) => new()
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Post] = new OpenApiOperation
            {
                OperationId = "Receive" + kind,
                Summary = summary,
                Description = "Sent at least once, in no certain order: take an id once, and compare `sequence` of one subject. Signed as Standard Webhooks says.",
                Parameters =
                [
                    Header("webhook-id", "The event's id: the same however often it is sent."),
                    Header("webhook-timestamp", "Seconds since 1970-01-01T00:00Z of this sending; refuse one that is minutes off."),
                    Header("webhook-signature", "`v1,` and the Base64 of HMAC-SHA-256 over `id.timestamp.body`; one for each secret in force, separated by spaces."),
                ],
                RequestBody = new OpenApiRequestBody { Required = true, Content = ApiDocument.Media(MediaType, Envelope(kind, data)) },
                Responses = new OpenApiResponses
                {
                    ["2XX"] = new OpenApiResponse { Description = "Taken." },
                    ["400"] = new OpenApiResponse { Description = "Refused for good, as 413, 415 and 422: put aside for people." },
                    ["410"] = new OpenApiResponse { Description = "No more events, ever." },
                    ["default"] = new OpenApiResponse { Description = "Sent again by the ladder, not before Retry-After." },
                },
            },
        },
    };

    private static OpenApiParameter Header(string name, string text) => new()
    {
        Name = name, In = ParameterLocation.Header, Required = true, Description = text, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiSchema Envelope(PartnerEventKind kind, IOpenApiSchema data) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "sequence", "data" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["specversion"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = "1.0" },
            ["id"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["source"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri" },
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = PartnerEvents.TypeOf(kind) },
            ["subject"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["time"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
            ["datacontenttype"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = "application/json" },
            ["sequence"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = @"^\d{10}$", Description = "Rises with every change of the subject; compared as text." },
            ["data"] = data,
        },
    };
}
