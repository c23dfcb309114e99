using Boai.Functions.Access;
using Boai.Functions.Errors;
using Boai.Functions.Idempotency;
using Boai.Functions.Operations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Boai.Functions;

/// <summary>Puts the app together: what every request passes through, and the services behind it.</summary>
public static class Composition
{
    /// <summary>Adds the whole app to a host of either stack.</summary>
    /// <exception cref="InvalidOperationException">A function that HTTP can reach has no access rule.</exception>
    public static FunctionsApplicationBuilder AddBoai(this FunctionsApplicationBuilder builder)
    {
        AccessTable access = new(AppServices.Parts.Select(part => part.Access));
        access.Cover(typeof(Composition).Assembly);

        builder.ConfigureFunctionsWebApplication();

        builder.UseWhen<TracingMiddleware>(Tracing.IsTraced);

        // For what comes over HTTP alone; timers and durable functions fail to their host. In this order: whatever fails becomes a problem answer; who asks and what for; once per key; nobody on both sides of a duty.
        builder.UseWhen<ProblemMiddleware>(HttpInvocation.IsHttp);
        builder.UseWhen<AccessMiddleware>(HttpInvocation.IsHttp);
        builder.UseWhen<IdempotencyMiddleware>(HttpInvocation.IsHttp);
        builder.UseWhen<DutyMiddleware>(HttpInvocation.IsHttp);

        builder.Services.AddBoaiServices(builder.Configuration, access).AddTelemetry(builder.Configuration);
        return builder;
    }
}
