using Argus.Operator.Planning;

namespace Argus.Operator.Reconciling;

/// <summary>Settings of the process; read from the environment once, by <see cref="OperatorOptionsReader"/>.</summary>
internal sealed record OperatorOptions
{
    /// <summary>About the cluster.</summary>
    public PlanOptions Plan { get; init; } = new();

    /// <summary>Port of /health, /metrics and, without TLS, of the webhook (PORT). Default 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Address to listen on (HOST). Default all.</summary>
    public string Host { get; init; } = "0.0.0.0";

    /// <summary>Port of the webhook with TLS (ARGUS_WEBHOOK_PORT). Default 9443.</summary>
    public int WebhookPort { get; init; } = 9443;

    /// <summary>Folder with tls.crt and tls.key for the webhook (ARGUS_WEBHOOK_CERTIFICATES); null means no TLS port.</summary>
    public string? WebhookCertificates { get; init; }

    /// <summary>ModelDeployments worked on side by side (ARGUS_WORKERS). More is faster where many change at once and the API server is far away, and takes more memory. Default 16.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>How often a healthy pod is asked again what it computes on and with which weights (ARGUS_HEALTH_SECONDS). Shorter notices a change sooner, and asks more of the network. Default 30 s.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who this replica is in the election (POD_NAME). Default the machine's name.</summary>
    public string Identity { get; init; } = Environment.MachineName;

    /// <summary>Which pod this is (POD_UID): a container that is started again in the same pod goes on with the lease of the one before. Default something random.</summary>
    public string PodUid { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether replicas elect a leader (ARGUS_LEADER_ELECTION). Without it there must be one only. Default true.</summary>
    public bool LeaderElection { get; init; } = true;

    /// <summary>Least severe log that is written (LOG_LEVEL). Default INFO.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
