using Argus.Contracts;
using Argus.Contracts.Health;
using Argus.Inference.Sessions;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Loading;

namespace Argus.ModelServer.Health;

/// <summary><c>GET /health</c>, <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal sealed class HealthEndpoints(ServerModels models, PackLoading loading, ServerOptions options)
{
    /// <summary>The version of the server.</summary>
    public static string Version { get; } = typeof(HealthEndpoints).Assembly.GetName().Version!.ToString(3);

    /// <summary>Answers as long as the process can answer at all.</summary>
    public Task LiveAsync(HttpContext http) => WriteAsync(http, models.State, 200);

    /// <summary>503 until warm, and again from the start of a shutdown.</summary>
    public Task ReadyAsync(HttpContext http)
    {
        var state = models.State;
        if (state.Phase is ServerPhase.Warming or ServerPhase.Lost)
            http.Response.Headers.RetryAfter = "1";
        return WriteAsync(http, state, state.Phase == ServerPhase.Ready ? 200 : 503);
    }

    private Task WriteAsync(HttpContext http, ServerState state, int status)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        var loaded = state.Models;
        var body = new HealthResponse
        {
            Status = state.Phase switch
            {
                ServerPhase.Ready => "healthy",
                ServerPhase.Warming => "warming",
                _ => "unhealthy",
            },
            Version = Version,
            Model = options.ModelAlias ?? loaded?.Pack.Pack.Name ?? options.Pack,
            OnnxProviders = loaded?.Providers ?? [],
            EmbeddingDimension = loaded?.EmbeddingDimension ?? 0,
            ModelDigest = loaded?.Pack.Digest,
            Accelerator = new AcceleratorBody(Name(options.Hardware.Target), loaded is null ? null : Name(loaded.Accelerator), loaded?.FallbackNodes ?? 0),
            Classes = loaded?.Classes.Health,
            Reason = state.Phase == ServerPhase.Warming ? loading.Awaited ?? state.Reason : state.Reason,
            Selftest = loaded?.Selftest ?? false,
        };
        return http.Response.WriteAsJsonAsync(body, ContractsJson.Default.HealthResponse, cancellationToken: http.RequestAborted);
    }

    private static string Name(HardwareTarget target) => target.ToString().ToLowerInvariant();
}
