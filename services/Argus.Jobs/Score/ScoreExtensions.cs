using Argus.Data.Ranks;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Score;

/// <summary>Registration of scores.</summary>
internal static class ScoreExtensions
{
    /// <summary>Adds the services.</summary>
    public static void AddScore(this IServiceCollection services, JobsOptions options)
    {
        if (!options.Roles.HasFlag(JobsRoles.Api))
            return;
        services.AddSingleton(options.Score);
        services.AddSingleton<IRankBook>(provider => options.Database is { } database
            ? new PostgresRankBook(database, provider.GetRequiredService<TimeProvider>())
            : SqliteRankBook.Open(Path.Combine(options.Data, "scores.db")));
        services.AddSingleton<ScoreModel>();
        services.AddSingleton<FaceScorer>();
        services.AddSingleton<ScoreQueue>();
        services.AddSingleton<ScoreEndpoint>();
        services.AddSingleton<ScoreHealth>();
    }

    /// <summary>Maps the path.</summary>
    public static void MapScore(this WebApplication app)
    {
        if (app.Services.GetService<ScoreEndpoint>() is not { } score)
            return;
        if (app.Services.GetRequiredService<ScoreOptions>().Simulate)
            Log.WillSimulate(app.Logger);
        app.MapPost("/api/score", score.ScoreAsync);
    }
}
