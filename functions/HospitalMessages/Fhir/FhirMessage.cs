using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boai.Functions.HospitalMessages.Fhir;

/// <summary>A FHIR message within another answer: the same JSON as it is sent alone.</summary>
/// <param name="Json">UTF-8.</param>
[JsonConverter(typeof(FhirMessageConverter))]
internal sealed record FhirMessage(byte[] Json);

/// <summary>Writes the message as it is.</summary>
internal sealed class FhirMessageConverter : JsonConverter<FhirMessage>
{
    public override FhirMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("FHIR messages are read by their own door.");

    public override void Write(Utf8JsonWriter writer, FhirMessage value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
}
