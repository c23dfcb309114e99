using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP request of an invocation in ASP.NET Core's types.</summary>
public static class FunctionContextExtensions
{
    /// <summary>Key in <see cref="FunctionContext.Items"/> under which the host keeps the HTTP context.</summary>
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>
    /// The HTTP context, or null when the function was not started by HTTP or the app did not call
    /// <c>ConfigureFunctionsWebApplication</c>.
    /// </summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpContextKey, out object? value) ? value as HttpContext : null;
    }
}

/// <summary>The HTTP request of an invocation in the worker's own types.</summary>
public static class FunctionContextHttpRequestExtensions
{
    /// <summary>The request, or null when the function was not started by HTTP.</summary>
    public static ValueTask<HttpRequestData?> GetHttpRequestDataAsync(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(context.Features.Get<HttpRequestData>());
    }

    /// <summary>The answer that the function returned, alone or in a property; null when it returned none.</summary>
    public static HttpResponseData? GetHttpResponseData(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetInvocationResult().Value as HttpResponseData
            ?? context.GetOutputBindings<HttpResponseData>()
                .FirstOrDefault(output => string.Equals(output.BindingType, "http", StringComparison.OrdinalIgnoreCase))?.Value;
    }
}
