using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Argus.ServiceDefaults.Tracing;

/// <summary>Registration of trace export.</summary>
public static class TraceExport
{
    /// <summary>Whether spans are recorded in this process.</summary>
    public static bool IsOn => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };

    /// <summary>
    /// Sends spans of requests, and of calls to others, by OTLP to OTEL_EXPORTER_OTLP_ENDPOINT; where that is not set, nothing is recorded.
    /// The other OTEL_ names (protocol, headers, sampler, service name) mean what OpenTelemetry says.
    /// </summary>
    /// <param name="services">Of the host, with which it ends.</param>
    /// <param name="service">Name of the service where OTEL_SERVICE_NAME does not say.</param>
    public static IServiceCollection AddTraceExport(this IServiceCollection services, string service)
    {
        if (!IsOn)
            return services;
        var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? service))
            // What the framework records by itself; YARP's own spans would tell the same once more.
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Argus.*")
            .AddOtlpExporter()
            .Build();
        return services.AddHostedService(_ => new TraceLife(provider));
    }
}
