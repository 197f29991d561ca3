using System.Collections.Immutable;
using Argus.Gateway.Auth;

namespace Argus.Gateway.Configuration;

/// <summary>All settings of the process; read from the environment once, by <see cref="GatewayOptionsReader"/>.</summary>
internal sealed record GatewayOptions
{
    /// <summary>Address to listen on (HOST), an IP address; default all.</summary>
    public string Host { get; init; } = "0.0.0.0";

    /// <summary>Port for callers, plain HTTP/1.1 (PORT); 0 takes any free one; default 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Address of probes and metrics (ARGUS_ADMIN_HOST), an IP address; default HOST.</summary>
    public string? AdminHost { get; init; }

    /// <summary>Port of probes and metrics (ARGUS_ADMIN_PORT), not for callers; 0 takes any free one; default 8081.</summary>
    public int AdminPort { get; init; } = 8081;

    /// <summary>Port for callers with TLS, HTTP/1.1 and HTTP/2 (ARGUS_TLS_PORT); used where there are certificates; default 8443.</summary>
    public int TlsPort { get; init; } = 8443;

    /// <summary>Folder with tls.crt and tls.key (ARGUS_TLS_CERTIFICATES), read again when they change; null is without TLS.</summary>
    public string? TlsCertificates { get; init; }

    /// <summary>Port for callers with HTTP/2 and no TLS (ARGUS_HTTP2_PORT); null is without.</summary>
    public int? Http2Port { get; init; }

    /// <summary>Documented ports of the older services to listen on too, each with its document's paths (ARGUS_SEED_PORTS).</summary>
    public ImmutableArray<int> SeedPorts { get; init; } = [];

    /// <summary>Namespaces whose ModelDeployments are routed (ARGUS_NAMESPACES); none means all.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>The gateway's own namespace (ARGUS_NAMESPACE), where the platform's services for jobs and media are; null routes to none.</summary>
    public string? Namespace { get; init; }

    /// <summary>How long a caller waits for the first byte who does not say (ML_SERVICE_TIMEOUT, milliseconds); default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait that a caller may ask for (ARGUS_MAX_TIMEOUT_MS); default 10 minutes.</summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest pause within an answer (ARGUS_IDLE_TIMEOUT_MS); default 100 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Who may call, and how much.</summary>
    public TrustOptions Trust { get; init; } = new();

    /// <summary>How long a caller may take to send the headers of a request (ARGUS_HEADER_TIMEOUT_MS); default 10 s.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of a request body (ARGUS_MAX_BODY_BYTES); default 80 MiB, what a model server takes.</summary>
    public long MaxBodyBytes { get; init; } = 80 << 20;

    /// <summary>Most bytes of a body to /entity/ (ARGUS_MAX_UPLOAD_BYTES); default what the media store takes: a video of 512 MiB in its form.</summary>
    public long MaxUploadBytes { get; init; } = (512 << 20) + (64 << 10);

    /// <summary>Bytes of a body that are remembered to send it to a second pod (ARGUS_REPLAY_BYTES); default 1 MiB.</summary>
    public long ReplayBytes { get; init; } = 1 << 20;

    /// <summary>The same for all bodies at once (ARGUS_REPLAY_MEMORY); default 32 MiB.</summary>
    public long ReplayMemory { get; init; } = 32 << 20;

    /// <summary>Most requests that wait for a pod at once (ARGUS_MAX_HELD); default 1000.</summary>
    public int MaxHeld { get; init; } = 1000;

    /// <summary>A pod that has answered nothing for so long is asked whether it is ready (ARGUS_PROBE_SECONDS); default 5 s.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>At shutdown: how long requests are still taken (ARGUS_DRAIN_DELAY_MS); default none.</summary>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>At shutdown: how long requests under way may take after that (ARGUS_SHUTDOWN_TIMEOUT_MS); default 30 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Least severe log that is written (LOG_LEVEL); default INFO.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
