using Argus.Kube.Client;

namespace Argus.LocalCluster.Controllers;

/// <summary>Adds the controllers.</summary>
internal static class ControllerRegistration
{
    /// <summary>Runs the controllers of Deployments, ReplicaSets, Jobs, CronJobs, EndpointSlices and PodDisruptionBudgets, and the scheduler. Give it a TimeProvider.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="connect">Makes the client, once the API server listens.</param>
    /// <param name="options">How they run.</param>
    public static IServiceCollection AddControllers(this IServiceCollection services, Func<IServiceProvider, CancellationToken, Task<KubernetesClient>> connect, ControllerOptions? options = null) =>
        services.AddHostedService(provider => new ControllerHost(
            stopping => connect(provider, stopping),
            options ?? new ControllerOptions(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ControllerHost>>()));
}
