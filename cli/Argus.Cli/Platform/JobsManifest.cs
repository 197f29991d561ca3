using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;

namespace Argus.Cli.Platform;

/// <summary>The job service in the local cluster: one pod that answers, works and keeps pictures, all of it on this machine's disk.</summary>
internal static class JobsManifest
{
    private const int Port = 8001;

    /// <summary>Its pod.</summary>
    public static V1Deployment Deployment(InstallSettings settings) => ControlPlane.Deployment(
        ControlPlane.Jobs,
        new V1Container
        {
            Name = "jobs",
            Image = "argus/jobs:local",
            Env =
            [
                ControlPlane.Field("HOST", "status.podIP"),
                new() { Name = "PORT", Value = Port.ToString(CultureInfo.InvariantCulture) },
                new() { Name = "ARGUS_DATA", Value = Path.Combine(Clone.State, "jobs") },
                new() { Name = "ARGUS_INFERENCE_URL", Value = $"http://127.0.0.1:{settings.GatewayPort.ToString(CultureInfo.InvariantCulture)}" },
                // The gateway lets in whom it lets in.
                new() { Name = "ARGUS_AUTH", Value = "gateway" },
                .. PassedOn.ToJobs(Environment.GetEnvironmentVariable),
            ],
            Ports = [new() { Name = "http", ContainerPort = Port }],
            ReadinessProbe = new() { HttpGet = new() { Path = "/health/ready", Port = "http" }, PeriodSeconds = 1 },
        },
        // Its files belong to one process at a time.
        new V1DeploymentStrategy { Type = "Recreate" });

    /// <summary>Its Services: the gateway finds them by their label.</summary>
    public static IEnumerable<V1Service> Services { get; } = [Service(ControlPlane.Jobs, "jobs"), Service("argus-media", "media")];

    private static V1Service Service(string name, string serves) => new()
    {
        Metadata = new() { Name = name, Namespace = ControlPlane.Namespace, Labels = new Dictionary<string, string> { [ControlPlane.NameLabel] = ControlPlane.Jobs, ["argus.dev/serves"] = serves } },
        Spec = new() { Selector = ControlPlane.LabelsOf(ControlPlane.Jobs), Ports = [new() { Name = "http", Port = 80, TargetPort = "http" }] },
    };
}
