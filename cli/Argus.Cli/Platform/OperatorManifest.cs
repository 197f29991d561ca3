using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;

namespace Argus.Cli.Platform;

/// <summary>The operator in the local cluster.</summary>
internal static class OperatorManifest
{
    private const string ModelServer = "argus/model-server:local";

    public static V1Deployment Deployment(InstallSettings settings) => ControlPlane.Deployment(ControlPlane.Operator, new V1Container
    {
        Name = "operator",
        Image = "argus/operator:local",
        Env =
        [
            ControlPlane.Field("POD_NAME", "metadata.name"),
            ControlPlane.Field("POD_UID", "metadata.uid"),
            ControlPlane.Field("HOST", "status.podIP"),
            new() { Name = "KUBECONFIG", Value = RunningPlatform.Kubeconfig },
            // Garbage is collected every few megabytes: with a thousand ModelDeployments that saves a tenth of the memory.
            new() { Name = "DOTNET_GCgen0size", Value = "0x400000" },
            new() { Name = "ARGUS_WEBHOOK_CERTIFICATES", Value = WebhookCertificate.FolderPath },
            new() { Name = "ARGUS_NAMESPACE", Value = ControlPlane.Namespace },
            new() { Name = "ARGUS_IMAGE_CPU", Value = ModelServer },
            new() { Name = "ARGUS_IMAGE_NVIDIA", Value = ModelServer },
            new() { Name = "ARGUS_IMAGE_AMD", Value = ModelServer },
            new() { Name = "ARGUS_IMAGE_DATASETS", Value = "argus/datasets:local" },
            new() { Name = "ARGUS_CACHE_SOURCE", Value = InstallSettings.CacheFolder },
            new() { Name = "ARGUS_POD_MODEL_PATH", Value = string.Join(Path.PathSeparator, settings.ModelFolders) },
        ],
        Ports = [new() { Name = "http", ContainerPort = 8080 }, new() { Name = "webhook", ContainerPort = 9443 }],
        ReadinessProbe = new() { HttpGet = new() { Path = "/health/ready", Port = "http" }, PeriodSeconds = 1 },
    });
}
