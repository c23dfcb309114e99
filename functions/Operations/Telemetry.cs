using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Boai.Functions.HospitalMessages;
using Boai.Functions.Partners;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Boai.Functions.Operations;

/// <summary>Sends traces, metrics and logs to a collector by OTLP, and traces and metrics to Azure Monitor, each when a setting names it.</summary>
/// <remarks>
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, as OpenTelemetry has it; its other variables are read by the exporter itself.
/// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, set on Azure; the app proves itself by its identity. Its logs reach Azure Monitor through the
/// Functions host, which collects what workers log: sent from here as well, every line would stand there twice.
/// </remarks>
internal static class Telemetry
{
    private const string CollectorSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        Uri? collector = CollectorOf(configuration[CollectorSetting]);
        string? azure = AzureOf(configuration[AzureSetting]);
        if (collector is null && azure is null)
        {
            return services;
        }

        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("boai"))
            .WithTracing(tracing => WithEverySpan(tracing.AddSource(Tracing.SourceName, Tracing.StartsSourceName), configuration))
            .WithMetrics(metrics => metrics.AddMeter(CaseGauges.MeterName, MessageMeters.MeterName, PartnerMeters.MeterName));
        if (collector is not null)
        {
            // The exporter reads the address itself: given one by code it would send all signals to one path over HTTP.
            telemetry
                .WithTracing(tracing => tracing.AddOtlpExporter())
                .WithMetrics(metrics => metrics.AddOtlpExporter())
                .WithLogging(logging => logging.AddOtlpExporter());
        }

        if (azure is not null)
        {
            DefaultAzureCredential identity = new();
            void To(AzureMonitorExporterOptions options)
            {
                options.ConnectionString = azure;
                options.DisableOfflineStorage = true; // an instance's disk goes with it, and nothing of the branch is to lie there
                options.TracesPerSecond = null;
                options.SamplingRatio = 1; // few and each may matter: the host's own are not sampled either
            }

            telemetry
                .WithTracing(tracing => tracing.AddAzureMonitorTraceExporter(To, identity))
                .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(To, identity));
        }

        return services;
    }

    // The web server's own activity stands above a request's span and is never recorded; by the default, its children would not be either.
    private static void WithEverySpan(TracerProviderBuilder tracing, IConfiguration configuration)
    {
        if (configuration["OTEL_TRACES_SAMPLER"] is not { Length: > 0 })
        {
            tracing.SetSampler(new AlwaysOnSampler());
        }
    }

    private static Uri? CollectorOf(string? setting) => setting is not { Length: > 0 }
        ? null
        : Uri.TryCreate(setting, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidOperationException($"{CollectorSetting} is '{setting}'. Give the collector's address, for example http://127.0.0.1:4317.");

    private static string? AzureOf(string? setting) => setting is not { Length: > 0 }
        ? null
        : setting.Split(';').Any(part => part.Split('=', 2) is ["InstrumentationKey", var key] && Guid.TryParse(key, out _))
            ? setting
            : throw new InvalidOperationException(
                $"{AzureSetting} has no InstrumentationKey that is a GUID. Copy the connection string from the Application Insights resource (InstrumentationKey=…;IngestionEndpoint=…), or remove the setting.");
}
