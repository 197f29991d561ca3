using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>What one pod takes up on a node.</summary>
internal sealed record PodLoad(IReadOnlyDictionary<string, long> Requests, IReadOnlyList<(string Protocol, int Port)> HostPorts, string? Controller)
{
    public static PodLoad Of(V1Pod pod) => new(
        ResourceRequests.Of(pod.Spec),
        [.. (pod.Spec?.Containers ?? []).SelectMany(container => container.Ports ?? [])
            .Where(port => port.HostPort > 0)
            .Select(port => (port.Protocol ?? "TCP", port.HostPort!.Value))],
        pod.Metadata.Controller()?.Uid);
}
