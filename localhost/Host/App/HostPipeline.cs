using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Boai.Localhost.Host;

/// <summary>What answers requests: the app's functions, the Durable HTTP API and the host's own addresses.</summary>
internal static class HostPipeline
{
    public static void Map(WebApplication web, HostedApp app)
    {
        web.UseRouting();
        web.Use(static (context, next) =>
        {
            // A function's route with a method that it does not take is an unknown address to the real host, so not 405.
            if (context.GetEndpoint() is { DisplayName: "405 HTTP Method Not Supported" })
            {
                context.SetEndpoint(null);
            }

            return next(context);
        });
        AdminApi.Map(web);
        DurableApi.Map(web);
        FunctionEndpoints.Map(web, app.Functions);
    }
}
