using System.Text.Json.Nodes;
using Boai.Functions.HospitalMessages.Fhir;
using Microsoft.OpenApi;

namespace Boai.Functions.OpenApi;

/// <summary>Schemas of the exchange's FHIR messages: the envelope as this exchange wants it (handbook §11.2); what stands in each resource is FHIR R4's own to say.</summary>
internal sealed class FhirSchemas(OpenApiDocument document)
{
    private const string Uuid = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

    /// <summary>A message from a hospital.</summary>
    public OpenApiSchemaReference Message => Component(
        "HospitalMessage", "A hospital's message: FHIR R4 (hl7.org/fhir/R4/bundle.html), `Bundle` of type `message`, the MessageHeader first.",
        ("eventCoding", Object(
            null, ("system", Enumeration(FhirTerms.Events, FhirTerms.Replies)), ("code", Text(@"^[HR]\d\d$")))));

    /// <summary>What the branch answers or says.</summary>
    public OpenApiSchemaReference Answer => Component(
        "BranchMessage", "The branch's answer or signal in the same form; an answer names the message in `response`.", header: null);

    private OpenApiSchemaReference Component(string name, string text, (string Name, IOpenApiSchema Schema)? header)
    {
        if (!document.Components!.Schemas!.ContainsKey(name))
        {
            OpenApiSchema bundle = Object(
                text,
                ("resourceType", Const("Bundle")),
                ("type", Const("message")),
                ("identifier", Object("The message's id again.", ("system", Text()), ("value", Text(Uuid)))),
                ("timestamp", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "When the message was made; business time stands in the resources." }),
                ("entry", Entries(header)));
            document.AddComponent(name, bundle);
        }

        return new OpenApiSchemaReference(name, document);
    }

    private static OpenApiSchema Entries((string Name, IOpenApiSchema Schema)? header)
    {
        OpenApiSchema head = Object(
            "The MessageHeader.",
            [("resourceType", Const("MessageHeader")), ("id", Text(Uuid)), .. header is { } own ? [own] : Array.Empty<(string, IOpenApiSchema)>(), ("source", Object(null, ("endpoint", Text())))]);
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            Items = Entry(Object("A resource of FHIR R4.", ("resourceType", Text()))),
            Extensions = new Dictionary<string, IOpenApiExtension> { ["prefixItems"] = new JsonNodeExtension(new JsonArray(Json(Entry(head)))) }, // of draft 2020-12; the document's model has no member for it
        };
    }

    private static JsonNode Json(OpenApiSchema schema)
    {
        using StringWriter text = new();
        schema.SerializeAsV31(new OpenApiJsonWriter(text));
        return JsonNode.Parse(text.ToString())!;
    }

    private static OpenApiSchema Entry(IOpenApiSchema resource) => Object(null, ("fullUrl", Text("^urn:uuid:.+|^https?://.+")), ("resource", resource));

    private static OpenApiSchema Object(string? text, params ReadOnlySpan<(string Name, IOpenApiSchema Schema)> members)
    {
        OpenApiSchema schema = new() { Type = JsonSchemaType.Object, Description = text, Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>() };
        foreach ((string name, IOpenApiSchema member) in members)
        {
            schema.Properties[name] = member;
            schema.Required.Add(name);
        }

        return schema;
    }

    private static OpenApiSchema Text(string? pattern = null) => new() { Type = JsonSchemaType.String, Pattern = pattern };

    private static OpenApiSchema Const(string value) => new() { Type = JsonSchemaType.String, Const = value };

    private static OpenApiSchema Enumeration(params IEnumerable<string> values) => new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => JsonValue.Create(value))] };
}
