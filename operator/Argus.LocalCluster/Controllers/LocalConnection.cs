using System.Security.Cryptography.X509Certificates;
using Argus.Kube.Client;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Argus.LocalCluster.Controllers;

/// <summary>A client of the API server in this process, over the network like any other.</summary>
internal static class LocalConnection
{
    /// <summary>Waits until the server listens.</summary>
    public static async Task<KubernetesClient> OpenAsync(IServiceProvider services, string token, X509Certificate2 certificate, CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancel);
        var configuration = new KubernetesClientConfiguration
        {
            Host = new Uri(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
            AccessToken = token,
            CertificateAuthorities = [certificate],
        };
        return new KubernetesClient(configuration, new KubernetesClientOptions { FieldManager = "argus-local-cluster" }, services.GetRequiredService<TimeProvider>());
    }
}
