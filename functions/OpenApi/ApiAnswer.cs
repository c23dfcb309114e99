using System.Reflection;
using Boai.Functions.HospitalMessages;
using Boai.Functions.HospitalMessages.Fhir;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Boai.Functions.OpenApi;

/// <summary>What a function answers with, where its return type does not say it: a page, a file.</summary>
/// <param name="mediaType">E.g. <c>application/pdf</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnswersWithAttribute(string mediaType) : Attribute
{
    public string MediaType => mediaType;
}

/// <summary>A good answer of a function, as its return type says it.</summary>
/// <param name="Body">Null when there is none, or none that is JSON.</param>
internal sealed record ApiAnswer(int Status, string Meaning, Type? Body, string? MediaType)
{
    /// <summary>With which FHIR's message operation refuses in its own form; what never reaches it is refused as everywhere.</summary>
    private static readonly int[] Refusals =
        [StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity];

    private const string Json = "application/json";

    /// <exception cref="InvalidOperationException">A return type that is new here.</exception>
    public static IReadOnlyList<ApiAnswer> Of(MethodInfo method)
    {
        Type type = method.ReturnType is { IsGenericType: true } task && task.GetGenericTypeDefinition() == typeof(Task<>) ? task.GetGenericArguments()[0] : method.ReturnType;
        Type? body = type.IsGenericType ? type.GetGenericArguments()[0] : null;
        Type shape = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return shape switch
        {
            _ when shape == typeof(Ok<>) => [new(StatusCodes.Status200OK, "Done.", body, Json)],
            _ when shape == typeof(Created<>) => [new(StatusCodes.Status201Created, "Created; Location says where.", body, Json)],
            _ when shape == typeof(Accepted<>) => [new(StatusCodes.Status202Accepted, "Accepted; the rest follows.", body, Json)],
            _ when shape == typeof(NoContent) => [new(StatusCodes.Status204NoContent, "Done.", null, null)],
            _ when shape == typeof(JsonHttpResult<>) =>
            [
                new(StatusCodes.Status200OK, "All is well.", body, Json),
                new(StatusCodes.Status503ServiceUnavailable, "Something does not answer; the body says what.", body, Json),
            ],
            _ when shape == typeof(FhirResult) =>
            [
                new(StatusCodes.Status200OK, "Accepted.", null, FhirTerms.Json),
                .. Refusals.Select(status => new ApiAnswer(status, "Refused.", null, FhirTerms.Json)),
            ],
            _ when shape == typeof(ContentHttpResult) || shape == typeof(FileContentHttpResult) || shape == typeof(PushStreamHttpResult) =>
                [new(StatusCodes.Status200OK, "The text or file.", null, Told(method))],
            _ => throw new InvalidOperationException($"{method.DeclaringType!.Name}.{method.Name} answers with {type.Name}, which {nameof(ApiAnswer)} does not know."),
        };
    }

    private static string Told(MethodInfo method) => method.GetCustomAttribute<AnswersWithAttribute>()?.MediaType
        ?? throw new InvalidOperationException($"{method.DeclaringType!.Name}.{method.Name} answers with a text or file of which only [AnswersWith] can say what it is.");
}
