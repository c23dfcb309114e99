using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boai.Workflows.Shared;

/// <summary>Money on the wire: a whole JSON number of fen. Name the property so that it says so: <c>amountFen</c>.</summary>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    /// <inheritdoc />
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long fen)
            ? new Money(fen)
            : throw new JsonException("An amount must be a whole number of fen, written as a JSON number without fraction or exponent.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        => writer.WriteNumberValue(value.Fen);
}
