using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Boai.Functions.Errors;
using Microsoft.AspNetCore.Http;

namespace Boai.Functions.Forms;

/// <summary>Reads a form from a request body and refuses what it does not know.</summary>
/// <remarks>
/// Refused, each with its own code: a body that is no JSON (with the place), an unknown member, the same member twice, a missing required
/// member, a wrong type, more than 16 levels, more than 1 MiB, a content type other than JSON. Input is never echoed but for a short member name.
/// </remarks>
public static partial class StrictJson
{
    public const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 16;

    /// <summary>Shared by everything that reads or writes JSON over HTTP: camelCase, enums by name, nothing lenient.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <exception cref="ProblemException">The body is not such a form; the problem says why and where.</exception>
    public static async Task<T> Read<T>(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            throw new ProblemException(Problem.Of(PlatformErrors.RequestContentType, ("expected", "application/json")));
        }

        byte[] body = await ReadAll(request, cancellation);
        return Parse<T>(body);
    }

    /// <exception cref="ProblemException">The bytes are not such a form.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            throw new ProblemException(PlatformErrors.JsonEmpty);
        }

        try
        {
            T form = JsonSerializer.Deserialize<T>(json, Options) ?? throw new ProblemException(PlatformErrors.JsonEmpty);
            return NullInList.Find(json) is { } field ? throw new ProblemException(new Problem(PlatformErrors.JsonType, Shown(field))) : form;
        }
        catch (JsonException malformed)
        {
            throw new ProblemException(Classify(malformed));
        }
        catch (NotSupportedException refusal) when (DiscriminatorPath().Match(refusal.Message) is { Success: true } place)
        {
            throw new ProblemException(new Problem(PlatformErrors.JsonType, Shown(Field(place.Groups[1].Value))));
        }
    }

    /// <summary>Reads at most 1 MiB; one byte more is refused without reading on.</summary>
    internal static async Task<byte[]> ReadAll(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        using MemoryStream body = new();
        byte[] chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            if (body.Length + read > MaxBytes)
            {
                throw TooLarge();
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    private static ProblemException TooLarge() => new(Problem.Of(PlatformErrors.RequestTooLarge, ("limit", "1 MiB")));

    // The serializer tells its refusals apart only by message; StrictJsonTests holds these patterns to the runtime in use.
    private static Problem Classify(JsonException refusal)
    {
        string message = refusal.Message;
        string field = Field(refusal.Path);
        if (Unmapped().Match(message) is { Success: true } unknown)
        {
            return Problem.Of(PlatformErrors.JsonUnknownField, ("name", Shown(unknown.Groups[1].Value))).At(Shown(field));
        }

        if (Duplicate().Match(message) is { Success: true } twice)
        {
            return Problem.Of(PlatformErrors.JsonDuplicateField, ("name", Shown(twice.Groups[1].Value))).At(Shown(field));
        }

        if (Missing().Match(message) is { Success: true } missing)
        {
            string names = string.Join('、', missing.Groups[1].Captures.Select(name => Shown(name.Value)));
            return Problem.Of(PlatformErrors.JsonRequired, ("names", names)).At(Shown(field));
        }

        if (Refused().Match(message) is { Success: true } refused && InputErrors.IsCode(refused.Groups[1].Value))
        {
            return new Problem(InputErrors.Prefix + refused.Groups[1].Value, Shown(field));
        }

        if (message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return new Problem(PlatformErrors.JsonTooDeep);
        }

        return refusal.InnerException is not null and not JsonException || ConversionFailed().IsMatch(message)
            ? new Problem(PlatformErrors.JsonType, Shown(field))
            : Problem.Of(
                PlatformErrors.JsonMalformed,
                ("line", ((refusal.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture)),
                ("position", ((refusal.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture)));
    }

    private static string Field(string? path) => path is null or "$" ? "" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    // A member name comes from the sender: show only what a field name can be.
    private static string Shown(string name)
    {
        StringBuilder shown = new();
        foreach (char character in name.Take(64))
        {
            shown.Append(char.IsAsciiLetterOrDigit(character) || character is '.' or '[' or ']' or '_' or '-' ? character : '?');
        }

        return shown.ToString();
    }

    private static JsonSerializerOptions Make()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = MaxDepth,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    [GeneratedRegex("^The JSON property '(.*?)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("^Duplicate property '(.*?)' encountered")]
    private static partial Regex Duplicate();

    [GeneratedRegex("missing required properties including: (?:'(.*?)'(?:, |; |\\.|$))+")]
    private static partial Regex Missing();

    [GeneratedRegex(" refused: ([A-Za-z]+)")]
    private static partial Regex Refused();

    [GeneratedRegex("must specify a type discriminator\\. Path: (\\S+)")]
    private static partial Regex DiscriminatorPath();

    [GeneratedRegex("must be a JSON string|could not be converted|doesn't allow setting it to null|doesn't allow null values|type discriminator")]
    private static partial Regex ConversionFailed();
}
