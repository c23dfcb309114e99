using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Boai.Functions.Vault;

/// <summary>A person, everywhere outside the vault: <c>sub_</c> and 26 random characters that tell nothing.</summary>
[JsonConverter(typeof(SubjectIdConverter))]
public sealed record SubjectId
{
    private const string Prefix = "sub_";

    private SubjectId(string value) => Value = value;

    public string Value { get; }

    public static SubjectId New() => new(OpaqueId.New(Prefix));

    public static bool TryParse(string? text, [NotNullWhen(true)] out SubjectId? value)
    {
        value = OpaqueId.Fits(text, Prefix) ? new SubjectId(text!) : null;
        return value is not null;
    }

    /// <exception cref="FormatException">Not a subject id.</exception>
    public static SubjectId Parse(string? text) => TryParse(text, out SubjectId? value) ? value : throw new FormatException("Not a subject id.");

    public override string ToString() => Value;

    private sealed class SubjectIdConverter : JsonConverter<SubjectId>
    {
        public override SubjectId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out SubjectId? value) ? value : throw new JsonException("Not a subject id.");

        public override void Write(Utf8JsonWriter writer, SubjectId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

/// <summary>People who live and are counted together: <c>hh_</c> and 26 random characters.</summary>
[JsonConverter(typeof(HouseholdIdConverter))]
public sealed record HouseholdId
{
    private const string Prefix = "hh_";

    private HouseholdId(string value) => Value = value;

    public string Value { get; }

    public static HouseholdId New() => new(OpaqueId.New(Prefix));

    public static bool TryParse(string? text, [NotNullWhen(true)] out HouseholdId? value)
    {
        value = OpaqueId.Fits(text, Prefix) ? new HouseholdId(text!) : null;
        return value is not null;
    }

    /// <exception cref="FormatException">Not a household id.</exception>
    public static HouseholdId Parse(string? text) => TryParse(text, out HouseholdId? value) ? value : throw new FormatException("Not a household id.");

    public override string ToString() => Value;

    private sealed class HouseholdIdConverter : JsonConverter<HouseholdId>
    {
        public override HouseholdId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out HouseholdId? value) ? value : throw new JsonException("Not a household id.");

        public override void Write(Utf8JsonWriter writer, HouseholdId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}

/// <summary>Random ids of 130 bits in an alphabet without look-alikes.</summary>
internal static class OpaqueId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private static readonly System.Buffers.SearchValues<char> Allowed = System.Buffers.SearchValues.Create(Alphabet);

    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>An id made of a keyed hash: the same input gives the same id.</summary>
    public static string Of(string prefix, ReadOnlySpan<byte> hash)
    {
        Span<char> characters = stackalloc char[Length];
        for (int place = 0; place < Length; place++)
        {
            characters[place] = Alphabet[hash[place] % Alphabet.Length]; // 256 is a multiple of 32: no bias
        }

        return prefix + characters.ToString();
    }

    public static bool Fits(string? text, string prefix) =>
        text is not null && text.Length == prefix.Length + Length && text.StartsWith(prefix, StringComparison.Ordinal)
        && text.AsSpan(prefix.Length).IndexOfAnyExcept(Allowed) < 0;
}
