using Argus.Cli.Hosting;
using Argus.Inference.Models;
using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Client;

namespace Argus.Cli.Platform;

/// <summary>Puts our kinds, the packs, the operator, the gateway, the job service and, where there is a database, the dataset service into the local cluster.</summary>
internal sealed class PlatformInstall(KubernetesClient client, InstallSettings settings, TimeProvider time)
{
    private static readonly ResourceType Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false);
    private static readonly ApplyOptions Force = new() { Force = true };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Installs, and waits until all are at work.</summary>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Null, or a sentence that says what is wrong.</returns>
    public async Task<string?> RunAsync(Action<string> progress, CancellationToken cancel)
    {
        progress("Installing our kinds and the packs");
        foreach (string kind in (string[])["modelpacks", "modeldeployments", "datasetschedules"])
            await client.Resource(Definitions).ApplyAsync($"{kind}.argus.dev", null, await File.ReadAllBytesAsync(Path.Combine(Clone.Root, "crds", $"{kind}.yaml"), cancel), Force, cancel);
        foreach (string manifest in settings.Manifests)
        {
            if (PackManifest.ReadFile(manifest).Pack is { } pack)
                await client.ApplyAsync<Kube.Api.Argus.ModelPack>(pack.Name, null, await File.ReadAllBytesAsync(manifest, cancel), Force, cancel);
        }

        await client.ApplyAsync(new V1Namespace { Metadata = new() { Name = ControlPlane.Namespace } }, Force, cancel);
        // Before the operator, which reads its certificate at start.
        await new WebhookInstall(client, time).RunAsync(ControlPlane.Operator, ControlPlane.Namespace, ControlPlane.LabelsOf(ControlPlane.Operator), cancel);
        await client.ApplyAsync(OperatorManifest.Deployment(settings), Force, cancel);
        await client.ApplyAsync(GatewayManifest.Deployment(settings), Force, cancel);
        await client.ApplyAsync(JobsManifest.Deployment(settings), Force, cancel);
        foreach (var service in JobsManifest.Services)
            await client.ApplyAsync(service, Force, cancel);
        await InstallDatasetsAsync(cancel);
        progress("Waiting for operator, gateway and job service");
        return await AreAvailableAsync(cancel) ? null : $"Operator, gateway and job service did not start within {Patience.TotalSeconds:0} seconds.";
    }

    // Not waited for: a database that is away must not keep models from being served.
    private async Task InstallDatasetsAsync(CancellationToken cancel)
    {
        var datasets = new DatasetsManifest(Environment.GetEnvironmentVariable);
        if (datasets.IsWanted)
        {
            await client.ApplyAsync(datasets.Secret, Force, cancel);
            await client.ApplyAsync(datasets.Deployment(settings), Force, cancel);
            await client.ApplyAsync(DatasetsManifest.Service, Force, cancel);
            await client.ApplyAsync(DatasetsManifest.Schedule(settings), Force, cancel);
            return;
        }

        // Of an earlier start.
        await client.DeleteAsync<Kube.Api.Argus.DatasetSchedule>(ControlPlane.Datasets, ControlPlane.Namespace, cancellationToken: cancel);
        await client.DeleteAsync<V1Service>(ControlPlane.Datasets, ControlPlane.Namespace, cancellationToken: cancel);
        await client.DeleteAsync<V1Deployment>(ControlPlane.Datasets, ControlPlane.Namespace, cancellationToken: cancel);
        await client.DeleteAsync<V1Secret>(ControlPlane.Datasets, ControlPlane.Namespace, cancellationToken: cancel);
    }

    private async Task<bool> AreAvailableAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            HashSet<string> waited = [ControlPlane.Operator, ControlPlane.Gateway, ControlPlane.Jobs];
            await foreach (var change in client.WatchAsync<V1Deployment>(ControlPlane.Namespace, cancellationToken: either.Token))
            {
                // A status of before is of the pods of before.
                if (change.Object is { Status.AvailableReplicas: > 0 } there && there.Status.ObservedGeneration == there.Metadata.Generation)
                    waited.Remove(there.Metadata.Name!);
                if (waited.Count == 0)
                    break;
            }

            // The webhook is called, and jobs are routed to, by their endpoints.
            waited = [ControlPlane.Operator, .. JobsManifest.Services.Select(s => s.Metadata.Name!)];
            await foreach (var change in client.WatchAsync<V1EndpointSlice>(ControlPlane.Namespace, cancellationToken: either.Token))
            {
                if (change.Object is { Endpoints: { } endpoints } slice && endpoints.Any(e => e.Conditions?.Ready is true))
                    waited.Remove(slice.Metadata.Labels!["kubernetes.io/service-name"]);
                if (waited.Count == 0)
                    return true;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }

        return false;
    }
}
