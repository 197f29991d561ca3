using System.Runtime.InteropServices;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;

namespace Argus.LocalCluster.Node.Machine;

/// <summary>This machine as a Node.</summary>
internal static class NodeObject
{
    private const string Version = "v1.36.0-argus";

    /// <summary>Labels that every node has.</summary>
    public static Dictionary<string, string> Labels(string name) => new()
    {
        ["kubernetes.io/hostname"] = name,
        ["kubernetes.io/os"] = "linux",
        ["kubernetes.io/arch"] = MachineFacts.Architecture,
    };

    public static V1Node Of(NodeOptions options, MachineFacts machine, V1Node? present, DateTimeOffset now)
    {
        var labels = new Dictionary<string, string>(present?.Metadata.Labels ?? new Dictionary<string, string>());
        foreach (var (key, value) in Labels(options.NodeName))
            labels[key] = value;
        var node = present ?? new V1Node { Metadata = new V1ObjectMeta { Name = options.NodeName } };
        return node with
        {
            Metadata = node.Metadata with { Labels = labels },
            Status = (node.Status ?? new()) with
            {
                Capacity = machine.Capacity(options.MaxPods),
                Allocatable = machine.Capacity(options.MaxPods),
                Addresses = [new V1NodeAddress { Type = "InternalIP", Address = NodeAgent.HostAddress }, new V1NodeAddress { Type = "Hostname", Address = options.NodeName }],
                Conditions = Conditions(present, now),
                NodeInfo = Info(),
            },
        };
    }

    private static List<V1NodeCondition> Conditions(V1Node? present, DateTimeOffset now)
    {
        V1NodeCondition Condition(string type, string status, string reason, string message)
        {
            var old = present?.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type);
            return new V1NodeCondition
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                LastHeartbeatTime = now,
                LastTransitionTime = old?.Status == status ? old.LastTransitionTime : now,
            };
        }

        return
        [
            Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
        ];
    }

    private static V1NodeSystemInfo Info() => new()
    {
        Architecture = MachineFacts.Architecture,
        BootID = Read("/proc/sys/kernel/random/boot_id"),
        ContainerRuntimeVersion = $"argus://{typeof(NodeObject).Assembly.GetName().Version?.ToString(3)}",
        KernelVersion = Read("/proc/sys/kernel/osrelease"),
        KubeProxyVersion = "",
        KubeletVersion = Version,
        MachineID = Read("/etc/machine-id"),
        OperatingSystem = "linux",
        OsImage = RuntimeInformation.OSDescription,
        SystemUUID = Read("/etc/machine-id"),
    };

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
