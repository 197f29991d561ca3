using System.Globalization;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;

namespace Argus.Cli.Platform;

/// <summary>The gateway in the local cluster. Callers reach it at 127.0.0.1 itself, probes at the pod's own address.</summary>
internal static class GatewayManifest
{
    public static V1Deployment Deployment(InstallSettings settings) => ControlPlane.Deployment(
        ControlPlane.Gateway,
        new V1Container
        {
            Name = "gateway",
            Image = "argus/gateway:local",
            Env =
            [
                new() { Name = "HOST", Value = "127.0.0.1" },
                new() { Name = "PORT", Value = settings.GatewayPort.ToString(CultureInfo.InvariantCulture) },
                ControlPlane.Field("ARGUS_ADMIN_HOST", "status.podIP"),
                new() { Name = "ARGUS_NAMESPACE", Value = ControlPlane.Namespace },
                new() { Name = "KUBECONFIG", Value = RunningPlatform.Kubeconfig },
                // On loopback only the user of this machine calls.
                new() { Name = "AUTH_DISABLED", Value = "true" },
                .. settings.DocumentedPorts.Count > 0 ? (V1EnvVar[])[new() { Name = "ARGUS_SEED_PORTS", Value = string.Join(',', settings.DocumentedPorts) }] : [],
            ],
            Ports = [new() { Name = "admin", ContainerPort = 8081 }],
            ReadinessProbe = new() { HttpGet = new() { Path = "/health/ready", Port = "admin" }, PeriodSeconds = 1 },
        },
        // The port can be had by one pod only.
        new V1DeploymentStrategy { Type = "Recreate" });
}
