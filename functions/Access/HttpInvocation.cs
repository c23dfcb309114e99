using Boai.Functions.Errors;
using Boai.Functions.Vault;
using Boai.Workflows.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Functions.Access;

/// <summary>What the middleware needs of an invocation.</summary>
internal static class HttpInvocation
{
    public const string CaseNumberParameter = "caseNumber";

    /// <summary>Whether the function was started by HTTP; timers and durable functions are not the middleware's business.</summary>
    public static bool IsHttp(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => string.Equals(binding.Type, "httpTrigger", StringComparison.OrdinalIgnoreCase));

    public static HttpContext Http(this FunctionContext context) =>
        context.GetHttpContext() ?? throw new InvalidOperationException($"{context.FunctionDefinition.Name} was started by HTTP and has no HTTP context.");

    public static CurrentRequest Current(this FunctionContext context) => context.InstanceServices.GetRequiredService<CurrentRequest>();

    public static bool IsPost(this FunctionContext context) => HttpMethods.IsPost(context.Http().Request.Method);

    /// <returns>The route's case number, or null when the route has none.</returns>
    /// <exception cref="ProblemException">It is no case number.</exception>
    public static CaseNumber? CaseNumber(this FunctionContext context)
    {
        string? text = context.Http().Request.RouteValues[CaseNumberParameter]?.ToString()
            ?? context.BindingContext.BindingData.GetValueOrDefault(CaseNumberParameter)?.ToString();
        if (text is null)
        {
            return null;
        }

        return Workflows.Shared.CaseNumber.TryParse(text, out CaseNumber? number, out _)
            ? number
            : throw new ProblemException(PlatformErrors.CaseNumberInvalid);
    }

    public static string AddressHash(this PlatformKeys keys, HttpContext http) =>
        keys.Hash(KeyPurpose.AccessLog, http.Connection.RemoteIpAddress?.ToString() ?? "")[..16];
}
