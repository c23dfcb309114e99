using Boai.Localhost.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Boai.Tests.Localhost.Host;

/// <summary>Starts the sample functions.</summary>
internal static class HostTest
{
    public const string Json = """{ "version": "2.0", "extensions": { "http": { "routePrefix": "api" }, "queues": { "maxDequeueCount": 3 } } }""";

    public static Task<LocalApp> WebAsync(LocalAppOptions? options = null, Action<FunctionsApplicationBuilder>? configure = null, params Type[] functions) =>
        StartAsync(
            (options ?? new LocalAppOptions()) with { FunctionTypes = functions.Length > 0 ? functions : [typeof(WebFunctions)] },
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                configure?.Invoke(builder);
            });

    public static Task<LocalApp> StartAsync(LocalAppOptions options, Action<FunctionsApplicationBuilder>? configure = null) => LocalApp.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton<Diary>();
            builder.Services.AddScoped<PerInvocation>();
            configure?.Invoke(builder);
        },
        options with { HostJson = options.HostJson ?? Json });

    public static IReadOnlyList<string> Diary(this LocalApp app) => app.Services.GetRequiredService<Diary>().Entries;
}
