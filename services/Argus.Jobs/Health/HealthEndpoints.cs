using Argus.Contracts;
using Argus.Contracts.Health;
using Argus.Jobs.Auth;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Health;

/// <summary><c>GET /health</c>, <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal sealed class HealthEndpoints(StoreHealth store, JobsOptions options, IHostApplicationLifetime life)
{
    private readonly IReadOnlyList<string> _roles =
        [.. Enum.GetValues<JobsRoles>().Where(r => r != JobsRoles.None && options.Roles.HasFlag(r)).Select(r => r.ToString().ToLowerInvariant())];

    /// <summary>The version of the service.</summary>
    public static string Version { get; } = typeof(HealthEndpoints).Assembly.GetName().Version!.ToString(3);

    /// <summary>Answers as long as the process can answer at all.</summary>
    public Task LiveAsync(HttpContext http) => WriteAsync(http, null);

    /// <summary>503 while the store of jobs does not answer, and from the start of a shutdown.</summary>
    public async Task ReadyAsync(HttpContext http)
    {
        string? reason = life.ApplicationStopping.IsCancellationRequested ? "The service is shutting down." : await store.TroubleAsync(http.RequestAborted);
        if (reason is not null)
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (503, "1");
        await WriteAsync(http, reason);
    }

    private Task WriteAsync(HttpContext http, string? reason)
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
        };
        return http.Response.WriteAsJsonAsync(body, ContractsJson.Default.JobsHealthResponse, cancellationToken: http.RequestAborted);
    }
}
