using Argus.Data.Jobs;
using Argus.Data.Media;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Media;

/// <summary>Registration of the media store that this process is itself: role media.</summary>
internal static class MediaExtensions
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Opens it, where this process has that role.</summary>
    /// <exception cref="JobStoreException">Its folder cannot be used; the message says what to do.</exception>
    public static void AddMedia(this IServiceCollection services, JobsOptions options, TimeProvider time)
    {
        if (!options.Roles.HasFlag(JobsRoles.Media))
            return;
        var catalog = MediaCatalog.Open(Path.Combine(options.Data, "media"), time);
        // By a function: so the host closes it at its end.
        services.AddSingleton(_ => catalog);
        services.AddSingleton<UploadReader>();
        services.AddSingleton<MediaGuard>();
        services.AddHostedService<MediaSweep>();
        if (options.MediaStore is null)
            services.AddSingleton<IMediaStore, EmbeddedMediaStore>();
    }

    /// <summary>Maps its paths, where this process has that role.</summary>
    public static void MapMedia(this WebApplication app, JobsOptions options)
    {
        if (!options.Roles.HasFlag(JobsRoles.Media))
            return;
        var entities = ActivatorUtilities.CreateInstance<EntityEndpoints>(app.Services);
        var results = ActivatorUtilities.CreateInstance<ResultEndpoints>(app.Services);
        // With a slash at the end, too.
        app.MapPost("/entity", entities.CreateAsync);
        app.MapGet("/entity", entities.ListAsync);
        app.MapGet("/entity/{id}", entities.GetAsync);
        app.MapDelete("/entity/{id}", entities.DeleteAsync);
        app.MapMethods("/entity/{id}/file", Reading, entities.FileAsync);
        app.MapPost("/entity/{id}/results", results.PutAsync);
        app.MapGet("/entity/{id}/results", results.ListAsync);
    }
}
