using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Boai.Functions.Cases;
using Boai.Functions.Forms;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;
using Microsoft.OpenApi;

namespace Boai.Functions.OpenApi;

/// <summary>Schemas of what the API reads and writes, made from the contracts by which the serializer itself goes.</summary>
/// <param name="named">The components so far: what is read and given back alike is described once, as it is read.</param>
/// <param name="closed">Whether unknown members are refused: true of forms, which are read strictly; an answer may gain members.</param>
internal sealed class ApiSchemas(OpenApiDocument document, XmlSummaries summaries, bool closed, Dictionary<string, Type> named)
{
    private static readonly JsonSerializerOptions Options = StrictJson.Options;

    private static readonly Dictionary<Type, (JsonSchemaType? Type, string? Format)> Scalars = new()
    {
        [typeof(string)] = (JsonSchemaType.String, null),
        [typeof(bool)] = (JsonSchemaType.Boolean, null),
        [typeof(int)] = (JsonSchemaType.Integer, "int32"),
        [typeof(long)] = (JsonSchemaType.Integer, "int64"),
        [typeof(decimal)] = (JsonSchemaType.Number, null),
        [typeof(double)] = (JsonSchemaType.Number, "double"),
        [typeof(DateOnly)] = (JsonSchemaType.String, "date"),
        [typeof(DateTimeOffset)] = (JsonSchemaType.String, "date-time"),
        [typeof(Uri)] = (JsonSchemaType.String, "uri"),
        [typeof(Guid)] = (JsonSchemaType.String, "uuid"),
        [typeof(byte[])] = (JsonSchemaType.String, "byte"),
        [typeof(Money)] = (JsonSchemaType.Integer, "int64"),
        [typeof(SubjectId)] = (JsonSchemaType.String, null),
        [typeof(HouseholdId)] = (JsonSchemaType.String, null),
        [typeof(JsonElement)] = (null, null),
        [typeof(object)] = (null, null),
    };

    /// <exception cref="InvalidOperationException">A type whose JSON is not known here, or two types of one name.</exception>
    public IOpenApiSchema Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return OrNull(Of(value));
        }

        if (type == typeof(TimeSpan)) // the serializer's own form, which is not that of ISO 8601
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Pattern = @"^-?(\d+\.)?\d\d:\d\d:\d\d(\.\d{1,7})?$", Description = "[days.]hours:minutes:seconds" };
        }

        if (type == typeof(FhirMessage))
        {
            return new FhirSchemas(document).Answer;
        }

        if (Scalars.TryGetValue(type, out (JsonSchemaType? Type, string? Format) scalar))
        {
            return new OpenApiSchema { Type = scalar.Type, Format = scalar.Format };
        }

        JsonTypeInfo contract = Options.GetTypeInfo(type);
        return contract.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(contract.ElementType!) },
            JsonTypeInfoKind.Dictionary => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(contract.ElementType!) },
            JsonTypeInfoKind.Object => Named(type, () => contract.PolymorphismOptions is { DerivedTypes.Count: > 0 } union ? Union(union) : Object(contract, null)),
            _ when type.IsEnum => Named(type, () => Enumeration(type)),
            _ when IsText(type) => new OpenApiSchema { Type = JsonSchemaType.String, Description = summaries.Of(type) },
            _ => throw new InvalidOperationException($"{type} has a converter of its own; {nameof(ApiSchemas)} must be told what it writes."),
        };
    }

    private static bool IsText(Type type) =>
        type.GetCustomAttributes(typeof(JsonConverterAttribute), false).OfType<JsonConverterAttribute>()
            .Any(attribute => attribute.ConverterType is { IsGenericType: true } converter && converter.GetGenericTypeDefinition() == typeof(TextValueJsonConverter<>));

    private OpenApiSchemaReference Named(Type type, Func<OpenApiSchema> make)
    {
        string name = NameOf(type);
        if (!named.TryGetValue(name, out Type? known))
        {
            named[name] = type;
            OpenApiSchema schema = make();
            schema.Description ??= summaries.Of(type);
            document.AddComponent(name, schema);
        }
        else if (known != type)
        {
            throw new InvalidOperationException($"{known} and {type} would both be named {name} in the API's document.");
        }

        return new OpenApiSchemaReference(name, document);
    }

    private static string NameOf(Type type) => (type.DeclaringType is { } outer ? NameOf(outer) : "") + type.Name.Split('`')[0]
        + string.Concat(type.GetGenericArguments().Select(NameOf));

    private OpenApiSchema Object(JsonTypeInfo contract, (string Property, object Value)? discriminator)
    {
        OpenApiSchema schema = new() { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>(), AdditionalPropertiesAllowed = !closed };
        if (discriminator is { } kind)
        {
            schema.Properties[kind.Property] = new OpenApiSchema { Type = JsonSchemaType.String, Const = Convert.ToString(kind.Value, CultureInfo.InvariantCulture) };
            schema.Required.Add(kind.Property);
        }

        foreach (JsonPropertyInfo property in contract.Properties.Where(property => property.Get is not null && property.Name != discriminator?.Property))
        {
            if (closed && property.Set is null && property.AssociatedParameter is null)
            {
                continue; // worked out from the others; nobody sends it
            }

            IOpenApiSchema of = contract.Type == typeof(CaseView) && ClrName(property) == nameof(CaseView.Facts) ? FactsOfProgrammes() : Of(property.PropertyType);
            bool mayBeNull = closed ? property.IsSetNullable && (property.AssociatedParameter?.IsNullable ?? true) : property.IsGetNullable;
            of = mayBeNull && !property.PropertyType.IsValueType ? OrNull(of) : of;
            schema.Properties[property.Name] = Described(of, summaries.Of(contract.Type, ClrName(property)));
            if (property.IsRequired)
            {
                schema.Required.Add(property.Name);
            }
        }

        return schema;
    }

    // Which of them it is follows from the programme in the head.
    private OpenApiSchema FactsOfProgrammes() => new()
    {
        AnyOf =
        [
            .. from type in typeof(ApiSchemas).Assembly.GetTypes()
               from shown in type.GetInterfaces()
               where shown.IsGenericType && shown.GetGenericTypeDefinition() == typeof(ICaseProgramme<>)
               orderby type.Name
               select Of(shown.GetGenericArguments()[0]),
        ],
    };

    private static string ClrName(JsonPropertyInfo property) => (property.AttributeProvider as System.Reflection.MemberInfo)?.Name ?? property.Name;

    private OpenApiSchema Union(JsonPolymorphismOptions union)
    {
        OpenApiSchema schema = new() { OneOf = [], Discriminator = new OpenApiDiscriminator { PropertyName = union.TypeDiscriminatorPropertyName, Mapping = new Dictionary<string, OpenApiSchemaReference>() } };
        foreach (JsonDerivedType member in union.DerivedTypes)
        {
            string kind = Convert.ToString(member.TypeDiscriminator, CultureInfo.InvariantCulture)!;
            OpenApiSchemaReference reference = Named(member.DerivedType, () => Object(Options.GetTypeInfo(member.DerivedType), (union.TypeDiscriminatorPropertyName, kind)));
            schema.OneOf.Add(reference);
            schema.Discriminator.Mapping[kind] = reference;
        }

        return schema;
    }

    private static OpenApiSchema Enumeration(Type type) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, Options)!)],
    };

    private static OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { Type: { } type, OneOf: null } plain)
        {
            plain.Type = type | JsonSchemaType.Null;
            return plain;
        }

        return schema is OpenApiSchema { Type: null, OneOf: null } anything
            ? anything
            : new OpenApiSchema { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
    }

    private static IOpenApiSchema Described(IOpenApiSchema schema, string? text)
    {
        if (text is not null)
        {
            schema.Description = text;
        }

        return schema;
    }
}
