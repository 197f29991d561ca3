using Argus.Jobs.Configuration;

namespace Argus.Jobs.Api;

/// <summary>Registration of the API of jobs.</summary>
internal static class ApiExtensions
{
    /// <summary>Adds the services.</summary>
    public static void AddJobApi(this IServiceCollection services, JobsOptions options)
    {
        if (!options.Roles.HasFlag(JobsRoles.Api))
            return;
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<JobEndpoints>();
        services.AddSingleton<EventsEndpoint>();
        services.AddSingleton<StatsEndpoint>();
    }

    /// <summary>Maps the paths.</summary>
    public static void MapJobApi(this WebApplication app)
    {
        if (app.Services.GetService<JobEndpoints>() is not { } jobs)
            return;
        RequestDelegate Guarded(RequestDelegate handler) => StoreFaults.Guarded(handler, app.Logger);

        app.MapGet("/job", Guarded(jobs.ListAsync));
        app.MapPost("/job/{task_type}", Guarded(jobs.CreateAsync));
        app.MapGet("/job/{job_id}", Guarded(jobs.GetAsync));
        app.MapDelete("/job/{job_id}", Guarded(jobs.CancelAsync));
        app.MapPost("/job/{job_id}/cancel", Guarded(jobs.CancelAsync));
        app.MapPost("/job/{job_id}/retry", Guarded(jobs.RetryAsync));
        app.MapGet("/job/{job_id}/events", Guarded(app.Services.GetRequiredService<EventsEndpoint>().StreamAsync));
        app.MapGet("/jobs/stats", Guarded(app.Services.GetRequiredService<StatsEndpoint>().GetAsync));
    }
}
