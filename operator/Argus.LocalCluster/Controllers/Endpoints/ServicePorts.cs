using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;

namespace Argus.LocalCluster.Controllers.Endpoints;

/// <summary>Which ports of a pod a Service means.</summary>
internal static class ServicePorts
{
    /// <summary>One entry a port of the Service; one whose name the pod does not have is left out.</summary>
    public static List<V1EndpointPort> Resolve(V1Service service, V1Pod pod)
    {
        var ports = new List<V1EndpointPort>();
        foreach (var port in service.Spec?.Ports ?? [])
        {
            if (Number(port, pod) is { } number)
                ports.Add(new V1EndpointPort { Name = port.Name ?? "", Protocol = port.Protocol ?? "TCP", Port = number, AppProtocol = port.AppProtocol });
        }

        return ports;
    }

    private static int? Number(V1ServicePort port, V1Pod pod)
    {
        var target = port.TargetPort ?? new IntOrString(port.Port);
        if (target.Number is { } number)
            return number == 0 ? port.Port : number;
        foreach (var container in pod.Spec?.Containers ?? [])
        {
            foreach (var named in container.Ports ?? [])
            {
                if (named.Name == target.Text && (named.Protocol ?? "TCP") == (port.Protocol ?? "TCP"))
                    return named.ContainerPort;
            }
        }

        return null;
    }
}
