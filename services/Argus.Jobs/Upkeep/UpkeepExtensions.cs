using Argus.Jobs.Configuration;

namespace Argus.Jobs.Upkeep;

/// <summary>Registration of what looks after the store: role worker.</summary>
internal static class UpkeepExtensions
{
    /// <summary>Adds it, where this process has that role.</summary>
    public static void AddUpkeep(this IServiceCollection services, JobsOptions options)
    {
        if (!options.Roles.HasFlag(JobsRoles.Worker))
            return;
        services.AddSingleton<JobGauges>();
        services.AddHostedService<Sweeper>();
    }

    /// <summary>Counts before the metrics are read; to be called before their page is mapped.</summary>
    public static void UseJobGauges(this WebApplication app, JobsOptions options)
    {
        if (!options.Roles.HasFlag(JobsRoles.Worker))
            return;
        var gauges = app.Services.GetRequiredService<JobGauges>();
        app.UseWhen(http => http.Request.Path == "/metrics", metrics => metrics.Use(async (http, next) =>
        {
            await gauges.RefreshAsync(http.RequestAborted);
            await next(http);
        }));
    }
}
