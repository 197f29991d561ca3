using Argus.Contracts;
using Argus.Contracts.Health;
using Argus.Jobs.Configuration;
using Argus.Jobs.Score;
using Argus.Jobs.Video;
using Argus.ServiceDefaults.Auth.Trust;

namespace Argus.Jobs.Health;

/// <summary><c>GET /health</c>, <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal sealed class HealthEndpoints(StoreHealth store, JobsOptions options, IHostApplicationLifetime life, BrokerHealth? brokers = null, ScoreHealth? score = null, FfmpegProgram? ffmpeg = null)
{
    // Who also answers callers goes on without Kafka: jobs wait in the store until it is back.
    private readonly bool _needsKafka = (options.Roles & (JobsRoles.Api | JobsRoles.Media)) == JobsRoles.None;
    private readonly IReadOnlyList<string> _roles =
        [.. Enum.GetValues<JobsRoles>().Where(r => r != JobsRoles.None && options.Roles.HasFlag(r)).Select(r => r.ToString().ToLowerInvariant())];

    /// <summary>The version of the service.</summary>
    public static string Version { get; } = typeof(HealthEndpoints).Assembly.GetName().Version!.ToString(3);

    /// <summary>Answers as long as the process can answer at all.</summary>
    public Task LiveAsync(HttpContext http) => WriteAsync(http, null, null);

    /// <summary>503 while the store of jobs does not answer, of a process that only works also while Kafka does not let it in, and from the start of a shutdown.</summary>
    public async Task ReadyAsync(HttpContext http)
    {
        string? reason = life.ApplicationStopping.IsCancellationRequested ? "The service is shutting down." : await store.TroubleAsync(http.RequestAborted);
        string? trouble = reason is null && brokers is not null ? await brokers.TroubleAsync(http.RequestAborted) : null;
        if (_needsKafka)
            (reason, trouble) = (reason ?? trouble, null);
        if (reason is null && ffmpeg?.Missing is { } missing)
            trouble = trouble is null ? $"Jobs video_faces fail: {missing}" : $"{trouble} Jobs video_faces fail: {missing}";
        if (reason is not null)
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (503, "1");
        await WriteAsync(http, reason, trouble, score is null ? null : await score.StatesAsync(http.RequestAborted));
    }

    private Task WriteAsync(HttpContext http, string? reason, string? trouble, IReadOnlyDictionary<string, string>? dependencies = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        var body = new JobsHealthResponse
        {
            Status = reason is null ? "healthy" : "unhealthy",
            Version = Version,
            Roles = _roles,
            Store = options.Database is null ? "sqlite" : "postgresql",
            Vectors = options.Vectors.ToString().ToLowerInvariant(),
            Auth = options.Trust.Kind == TrustKind.Disabled ? "DISABLED" : options.Trust.Kind.ToString().ToLowerInvariant(),
            Reason = reason,
            Trouble = trouble,
            Dependencies = dependencies,
        };
        return http.Response.WriteAsJsonAsync(body, ContractsJson.Default.JobsHealthResponse, cancellationToken: http.RequestAborted);
    }
}
