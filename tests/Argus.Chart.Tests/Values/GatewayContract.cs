using Argus.Testing;

namespace Argus.Chart.Tests.Values;

/// <summary>What the chart takes for granted of the gateway.</summary>
internal static class GatewayContract
{
    /// <summary>Variables that it reads.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "HOST", "PORT", "ARGUS_ADMIN_PORT", "ARGUS_TLS_PORT", "ARGUS_TLS_CERTIFICATES", "ARGUS_HTTP2_PORT", "ARGUS_SEED_PORTS", "ARGUS_NAMESPACES", "ARGUS_API_KEYS",
        "ARGUS_JWT_KEYS", "ARGUS_JWT_ISSUER", "ARGUS_JWT_AUDIENCE", "AUTH_DISABLED", "ARGUS_CORS_ORIGINS", "ARGUS_MAX_BODY_BYTES", "ARGUS_MAX_IN_FLIGHT", "ARGUS_ACCESS_LOG", "ML_SERVICE_TIMEOUT",
        "ARGUS_DRAIN_DELAY_MS", "ARGUS_SHUTDOWN_TIMEOUT_MS", "LOG_LEVEL", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    /// <summary>Metrics that it has, by their names for Prometheus.</summary>
    public static IReadOnlyList<string> Metrics { get; } =
    [
        "argus_gateway_requests_in_flight", "argus_gateway_requests_total", "argus_gateway_request_duration_seconds",
        "argus_gateway_retries_total", "argus_gateway_held_requests", "argus_gateway_refused_total", "argus_gateway_destinations", "argus_gateway_routes",
        "argus_gateway_route_table_age_seconds",
    ];

    /// <summary>Its source and that of the service defaults, as one text.</summary>
    public static string Source { get; } = Read("gateway") + Read(Path.Combine("services", "Argus.ServiceDefaults"));

    private static string Read(string folder) =>
        string.Join('\n', Directory.EnumerateFiles(Path.Combine(TestData.Repository, folder), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
}
