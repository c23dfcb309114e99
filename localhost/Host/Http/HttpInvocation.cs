using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Localhost.Host;

/// <summary>What an invocation gets when a request started it.</summary>
internal static class HttpInvocation
{
    public static void Attach(FunctionContext context, HttpContext http)
    {
        context.Features.Set<HttpRequestData>(new LocalHttpRequestData(http, context));
        IServiceProvider services = context.InstanceServices;
        http.RequestServices = services;
        if (services.GetRequiredService<HostedApp>().AspNetCoreTypes)
        {
            context.Items[FunctionContextExtensions.HttpContextKey] = http;
            context.Features.Set<IRequestBodyReader>(new MvcRequestBodyReader(
                services.GetRequiredService<IModelMetadataProvider>(), services.GetRequiredService<IModelBinderFactory>()));
        }
        else
        {
            context.Features.Set<IRequestBodyReader>(new WorkerRequestBodyReader());
        }
    }

    /// <summary>Route values and query values by name; a route value hides a query value of the same name.</summary>
    public static IReadOnlyDictionary<string, object?> BindingData(HttpContext http)
    {
        Dictionary<string, object?> data = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in http.Request.Query)
        {
            data[name] = value.ToString();
        }

        foreach ((string name, object? value) in http.Request.RouteValues)
        {
            data[name] = value;
        }

        return data;
    }
}
