using Argus.Cli.Hosting;
using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;

namespace Argus.Cli.Cluster;

/// <summary>Puts our kinds, the packs and the operator into a cluster.</summary>
internal sealed class ClusterInstall(KubernetesClient client, TimeProvider time)
{
    private const string Namespace = "argus";
    private const string Operator = "argus-operator";
    private static readonly ResourceType Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false);
    private static readonly Dictionary<string, string> Labels = new() { ["app.kubernetes.io/name"] = Operator };
    private static readonly ApplyOptions Force = new() { Force = true };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Where weights are kept, with or without a cluster.</summary>
    public static string CacheFolder { get; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "argus");

    /// <summary>Where weights are looked for before they are downloaded.</summary>
    public static IReadOnlyList<string> ModelFolders { get; } =
    [
        .. (Environment.GetEnvironmentVariable("ARGUS_MODEL_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath),
        Path.Combine(Clone.Root, "models"),
    ];

    /// <summary>Names of the packs of this clone.</summary>
    public static IEnumerable<string> Packs => Directory.GetDirectories(Path.Combine(Clone.Root, "models")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    /// <summary>Installs, and waits until the operator is at work.</summary>
    /// <returns>Null, or a sentence that says what is wrong.</returns>
    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        foreach (string kind in (string[])["modelpacks", "modeldeployments"])
            await client.Resource(Definitions).ApplyAsync($"{kind}.argus.dev", null, await File.ReadAllBytesAsync(Path.Combine(Clone.Root, "crds", $"{kind}.yaml"), cancel), Force, cancel);
        foreach (string pack in Packs)
            await client.ApplyAsync<ModelPack>(pack, null, await File.ReadAllBytesAsync(Clone.Manifest(pack), cancel), Force, cancel);
        await client.ApplyAsync(new V1Namespace { Metadata = new() { Name = Namespace } }, Force, cancel);
        // Before the operator, which reads its certificate at start.
        await new WebhookInstall(client, time).RunAsync(Operator, Namespace, Labels, cancel);
        await client.ApplyAsync(OperatorDeployment(), Force, cancel);
        return await OperatorIsAvailableAsync(cancel) ? null : $"The operator did not start within {Patience.TotalSeconds:0} seconds.";
    }

    private async Task<bool> OperatorIsAvailableAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await foreach (var change in client.WatchAsync<V1Deployment>(Namespace, cancellationToken: either.Token))
            {
                if (change.Object?.Status is { AvailableReplicas: > 0 })
                    break;
            }

            // The webhook is called by its endpoints.
            await foreach (var change in client.WatchAsync<V1EndpointSlice>(Namespace, cancellationToken: either.Token))
            {
                if (change.Object?.Endpoints is { } endpoints && endpoints.Any(e => e.Conditions?.Ready is true))
                    return true;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }

        return false;
    }

    private static V1Deployment OperatorDeployment() => new()
    {
        Metadata = new() { Name = Operator, Namespace = Namespace, Labels = Labels },
        Spec = new V1DeploymentSpec
        {
            Replicas = 1,
            Selector = new V1LabelSelector { MatchLabels = Labels },
            Template = new V1PodTemplateSpec
            {
                Metadata = new() { Labels = Labels },
                Spec = new V1PodSpec { Containers = [OperatorContainer()] },
            },
        },
    };

    private static V1Container OperatorContainer() => new()
    {
        Name = "operator",
        Image = "argus/operator:local",
        Env =
        [
            new() { Name = "POD_NAME", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.name" } } },
            new() { Name = "POD_UID", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.uid" } } },
            new() { Name = "HOST", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } },
            new() { Name = "KUBECONFIG", Value = RunningCluster.Kubeconfig },
            // Garbage is collected every few megabytes: with a thousand ModelDeployments that saves a tenth of the memory.
            new() { Name = "DOTNET_GCgen0size", Value = "0x400000" },
            new() { Name = "ARGUS_WEBHOOK_CERTIFICATES", Value = WebhookCertificate.FolderPath },
            new() { Name = "ARGUS_NAMESPACE", Value = Namespace },
            new() { Name = "ARGUS_IMAGE_CPU", Value = "argus/model-server:local" },
            new() { Name = "ARGUS_IMAGE_NVIDIA", Value = "argus/model-server:local" },
            new() { Name = "ARGUS_IMAGE_AMD", Value = "argus/model-server:local" },
            new() { Name = "ARGUS_CACHE_SOURCE", Value = CacheFolder },
            new() { Name = "ARGUS_POD_MODEL_PATH", Value = string.Join(Path.PathSeparator, ModelFolders) },
        ],
        Ports = [new() { Name = "http", ContainerPort = 8080 }, new() { Name = "webhook", ContainerPort = 9443 }],
        ReadinessProbe = new() { HttpGet = new() { Path = "/health/ready", Port = "http" }, PeriodSeconds = 1 },
    };
}
