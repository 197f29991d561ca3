using Argus.Kube.Client;
using Argus.LocalCluster.Node.Logs;
using Argus.LocalCluster.Pods;

namespace Argus.LocalCluster.Node;

/// <summary>Adds the node agent.</summary>
internal static class NodeRegistration
{
    /// <summary>Makes this machine a node that runs pods as processes, and gives their logs to the API server. Give it a TimeProvider.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">How it runs them.</param>
    /// <param name="connect">Makes the client, once the API server listens.</param>
    public static IServiceCollection AddNodeAgent(this IServiceCollection services, NodeOptions options, Func<IServiceProvider, CancellationToken, Task<KubernetesClient>> connect)
    {
        var logs = new NodePodLogs(options);
        services.AddSingleton<IPodLogs>(logs);
        return services.AddHostedService(provider => new NodeAgent(
            stopping => connect(provider, stopping),
            options,
            logs,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NodeAgent>>()));
    }
}
