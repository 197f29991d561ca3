using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.ServiceDefaults.Metrics;

/// <summary>Registration of <c>GET /metrics</c>.</summary>
public static class MetricsEndpoint
{
    /// <summary>Collects these meters from now on.</summary>
    public static IServiceCollection AddMetricsPage(this IServiceCollection services, params string[] meters) =>
        // Resolved when the page is mapped: what is measured before the first scrape counts too.
        services.AddSingleton(provider => new MetricsCollector(provider.GetRequiredService<IMeterFactory>(), meters));

    /// <summary>Serves what was collected.</summary>
    public static IEndpointConventionBuilder MapMetricsPage(this IEndpointRouteBuilder routes)
    {
        var metrics = routes.ServiceProvider.GetRequiredService<MetricsCollector>();
        return routes.MapGet("/metrics", http =>
        {
            http.Response.ContentType = PrometheusText.ContentType;
            return http.Response.WriteAsync(metrics.Scrape(), http.RequestAborted);
        });
    }
}
