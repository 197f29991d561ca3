using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>What the pods on a node take up.</summary>
internal sealed class NodeLoad
{
    public static NodeLoad Empty { get; } = new();

    /// <summary>Number of pods.</summary>
    public int Pods { get; private set; }

    /// <summary>Their requests together.</summary>
    public Dictionary<string, long> Requested { get; } = [];

    /// <summary>Host ports in use, as protocol and number.</summary>
    public Dictionary<(string Protocol, int Port), int> HostPorts { get; } = [];

    /// <summary>Pods by the uid of their controller.</summary>
    public Dictionary<string, int> ByController { get; } = [];

    public void Add(PodLoad pod) => Change(pod, 1);

    public void Remove(PodLoad pod) => Change(pod, -1);

    private void Change(PodLoad pod, int sign)
    {
        Pods += sign;
        ResourceRequests.Add(Requested, pod.Requests, sign);
        foreach (var port in pod.HostPorts)
            HostPorts[port] = HostPorts.GetValueOrDefault(port) + sign;
        if (pod.Controller is { } controller)
        {
            int left = ByController.GetValueOrDefault(controller) + sign;
            if (left == 0)
                ByController.Remove(controller);
            else
                ByController[controller] = left;
        }
    }
}
