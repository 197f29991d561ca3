using Argus.Jobs.Configuration;
using Argus.Jobs.Models;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Argus.Jobs.Search;

/// <summary>Registration of searches.</summary>
internal static class SearchExtensions
{
    /// <summary>Adds the services.</summary>
    public static void AddSearch(this IServiceCollection services, JobsOptions options)
    {
        if (!options.Roles.HasFlag(JobsRoles.Api))
            return;
        services.TryAddSingleton<ModelClient>();
        services.AddSingleton<PhotoModel>();
        services.AddSingleton<SearchRequestReader>();
        services.AddSingleton<SearchEndpoints>();
    }

    /// <summary>Maps the paths.</summary>
    public static void MapSearch(this WebApplication app)
    {
        if (app.Services.GetService<SearchEndpoints>() is not { } search)
            return;
        app.MapPost("/search/images", search.ImagesAsync);
        app.MapPost("/search/faces", search.FacesAsync);
    }
}
