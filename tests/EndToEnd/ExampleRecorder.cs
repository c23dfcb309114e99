using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boai.Functions.OpenApi;
using Boai.Tests.Support;

namespace Boai.Tests.EndToEnd;

/// <summary>With <c>BOAI_RECORD_EXAMPLES=1</c> writes exchanges of the end-to-end tests down as examples of the API's document (docs/api-examples.md).</summary>
/// <remarks>An operation that has an example keeps it.</remarks>
internal static class ExampleRecorder
{
    private const int MostElements = 2;

    private static readonly string[] Secrets = ["token", "secret"];

    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerOptions.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static readonly bool IsOn = Environment.GetEnvironmentVariable("BOAI_RECORD_EXAMPLES") == "1";
    private static readonly SortedDictionary<string, ApiExample> Examples = new(ApiExamples.All.ToDictionary(), StringComparer.Ordinal);
    private static readonly Lock Writing = new();

    public static void Note(ApiContract contract, string verb, string route, string? request, Reply reply)
    {
        if (!IsOn || reply.Status >= 300 || contract.OperationIdOf(verb, route) is not { } operation)
        {
            return;
        }

        request = request is "" || !contract.TakesJson(verb, route) ? null : request;
        JsonNode? answer = reply.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? Shortened(JsonNode.Parse(reply.Body)) : null;
        lock (Writing)
        {
            // What is empty says nothing: a later answer may.
            bool better = !Examples.TryGetValue(operation, out ApiExample? known) || (IsEmpty(known.Answer) && !IsEmpty(answer))
                || (!IsPlain(known.Request?.ToJsonString(Options)) && IsPlain(request));
            if (better && operation != "ReadApiDocument" && (request is not null || answer is not null))
            {
                Examples[operation] = new ApiExample(request is null ? null : JsonNode.Parse(request), reply.Status, answer);
                File.WriteAllText(Path.Combine(RepositoryTree.Root, "functions/OpenApi/examples.json"), JsonSerializer.Serialize(Examples, Options) + "\n");
            }
        }
    }

    // The words that tests plant to find them again make no good example.
    private static bool IsPlain(string? text) => text is null || !(text.Any(Canaries.Birds.Contains) || text.Contains("kingfisher", StringComparison.Ordinal));

    private static bool IsEmpty(JsonNode? answer) => answer is null or JsonArray { Count: 0 } or JsonObject { Count: 0 };

    private static JsonNode? Shortened(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                while (array.Count > MostElements)
                {
                    array.RemoveAt(array.Count - 1);
                }

                foreach (JsonNode? element in array)
                {
                    Shortened(element);
                }

                break;
            case JsonObject members:
                foreach (string secret in Secrets.Where(members.ContainsKey))
                {
                    members[secret] = members[secret] is null ? null : "…";
                }

                foreach ((_, JsonNode? value) in members)
                {
                    Shortened(value);
                }

                break;
        }

        return node;
    }
}
