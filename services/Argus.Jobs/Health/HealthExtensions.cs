using Argus.Jobs.Configuration;

namespace Argus.Jobs.Health;

/// <summary>Registration of what probes ask, of processes of every role.</summary>
internal static class HealthExtensions
{
    /// <summary>Adds the services.</summary>
    public static void AddHealth(this IServiceCollection services, JobsOptions options)
    {
        if (options.Kafka is not null && options.Roles.HasFlag(JobsRoles.Worker))
            services.AddSingleton<BrokerHealth>();
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<HealthEndpoints>();
    }

    /// <summary>Maps the paths.</summary>
    public static void MapHealth(this WebApplication app)
    {
        var health = app.Services.GetRequiredService<HealthEndpoints>();
        app.MapGet("/health", health.ReadyAsync);
        app.MapGet("/health/live", health.LiveAsync);
        app.MapGet("/health/ready", health.ReadyAsync);
    }
}
