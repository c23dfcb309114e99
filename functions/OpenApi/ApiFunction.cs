using System.Reflection;
using Boai.Functions.Access;
using Boai.Functions.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.OpenApi;

/// <summary>What a function takes from its request beside route and token.</summary>
/// <param name="Form">The type of its JSON body, or null.</param>
/// <param name="TakesBytes">Whether it reads the body as it is.</param>
/// <param name="Acts">The acts that the last part of its route names, each with a body of its own; null when it takes none.</param>
internal sealed record ApiInput(Type? Form, bool TakesBytes, IReadOnlyList<string> Queries, IReadOnlyList<string> Headers, INamedActs? Acts);

/// <summary>A function that HTTP reaches, as its own signature, body and access rule tell.</summary>
internal sealed record ApiFunction(string Name, MethodInfo Method, string Verb, string Route, AccessRule Rule, ApiInput Input)
{
    /// <summary>How far helpers that get the request are followed.</summary>
    private const int Depth = 3;

    /// <summary>Every function of the app that exists outside development, by route and verb.</summary>
    public static IReadOnlyList<ApiFunction> All(AccessTable access) =>
    [
        .. from type in typeof(ApiFunction).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
           where function is not null && trigger is not null
           let rule = access.Find(function.Name) ?? throw new InvalidOperationException($"{function.Name} has no access rule.")
           where !rule.IsDevelopment
           from verb in trigger.Methods ?? throw new InvalidOperationException($"{function.Name} names no HTTP method.")
           orderby trigger.Route, verb
           select new ApiFunction(function.Name, method, verb, trigger.Route ?? function.Name, rule, InputOf(method)),
    ];

    private static ApiInput InputOf(MethodInfo method)
    {
        MethodCall[] calls = [.. Calls(method, Depth)];
        return new ApiInput(
            calls.Select(call => call.Target).FirstOrDefault(IsForm)?.GetGenericArguments()[0],
            calls.Any(call => (call.Target.DeclaringType == typeof(HttpRequest) && call.Target.Name == "get_Body")
                || (call.Target.DeclaringType == typeof(StrictJson) && call.Target.Name == nameof(StrictJson.ReadAll))),
            Keys(calls, typeof(IQueryCollection)),
            Keys(calls, typeof(IHeaderDictionary)),
            MethodCalls.FieldsOf(method).Where(field => field.FieldType.IsAssignableTo(typeof(INamedActs))).Select(field => (INamedActs)field.GetValue(null)!).SingleOrDefault());
    }

    // Helpers of the app that are given the request read it for the function.
    private static IEnumerable<MethodCall> Calls(MethodBase method, int depth) => MethodCalls.Of(method).SelectMany(call =>
        depth > 0 && call.Target.DeclaringType?.Assembly == typeof(ApiFunction).Assembly && call.Target.DeclaringType != typeof(StrictJson)
        && call.Target.GetParameters().Any(parameter => parameter.ParameterType == typeof(HttpRequest))
            ? Calls(call.Target, depth - 1).Prepend(call)
            : [call]);

    private static bool IsForm(MethodBase target) =>
        target is { IsGenericMethod: true, Name: nameof(StrictJson.Read) } && target.DeclaringType == typeof(StrictJson);

    private static string[] Keys(IEnumerable<MethodCall> calls, Type collection) =>
    [
        .. calls.Where(call => call.Target.DeclaringType == collection && call.Target.Name == "get_Item")
            .Select(call => call.Text ?? throw new InvalidOperationException($"A request's {collection.Name} is read by a key that is no constant."))
            .Distinct().Order(StringComparer.Ordinal),
    ];
}
