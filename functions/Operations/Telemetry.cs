using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Boai.Functions.Operations;

/// <summary>Sends traces, metrics and logs to a collector by OTLP, when one is named.</summary>
/// <remarks>Setting <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, as OpenTelemetry has it; its other variables are read by the exporter itself.</remarks>
internal static class Telemetry
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint)
        {
            return services;
        }

        Uri collector = Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidOperationException($"OTEL_EXPORTER_OTLP_ENDPOINT is '{endpoint}'. Give the collector's address, for example http://127.0.0.1:4317.");
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("boai"))
            .WithTracing(tracing => tracing.AddSource(Tracing.SourceName).AddOtlpExporter(otlp => otlp.Endpoint = collector))
            .WithMetrics(metrics => metrics.AddMeter(CaseGauges.MeterName).AddOtlpExporter(otlp => otlp.Endpoint = collector))
            .WithLogging(logging => logging.AddOtlpExporter(otlp => otlp.Endpoint = collector));
        return services;
    }
}
