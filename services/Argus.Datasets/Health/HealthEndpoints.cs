using Argus.Contracts.Datasets;
using Argus.Datasets.Configuration;
using Argus.Datasets.Http;
using Argus.Datasets.Store;
using Argus.ServiceDefaults.Auth.Trust;

namespace Argus.Datasets.Health;

/// <summary><c>GET /health</c>, <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal sealed class HealthEndpoints(DatasetsDatabase database, DatasetsOptions options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The version of the service.</summary>
    public static string Version { get; } = typeof(HealthEndpoints).Assembly.GetName().Version!.ToString(3);

    /// <summary>Answers as long as the process can answer at all.</summary>
    public Task LiveAsync(HttpContext http) => WriteAsync(http, null);

    /// <summary>503 while the database does not answer.</summary>
    public async Task ReadyAsync(HttpContext http)
    {
        string? reason = await TroubleAsync(http.RequestAborted);
        if (reason is not null)
            (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (503, "1");
        await WriteAsync(http, reason);
    }

    private async Task<string?> TroubleAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await database.PingAsync(either.Token);
            return null;
        }
        catch (DatabaseException)
        {
            return "The database does not answer.";
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return $"The database has not answered for {Patience.TotalSeconds} s.";
        }
    }

    private Task WriteAsync(HttpContext http, string? reason)
    {
        string auth = options.Trust.Kind == TrustKind.Disabled ? "DISABLED" : options.Trust.Kind.ToString().ToLowerInvariant();
        return Answers.WriteAsync(http, http.Response.StatusCode, new DatasetHealthResponse(reason is null ? "healthy" : "unhealthy", Version, auth, reason), DatasetsJson.Default.DatasetHealthResponse);
    }
}
