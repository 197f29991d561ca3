using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;

namespace Argus.LocalCluster.Tests.Controllers;

/// <summary>Objects as the API server would have them.</summary>
internal static class TestObjects
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static V1Deployment Deployment(int replicas, string image = "a:1", IntOrString? surge = null, IntOrString? unavailable = null, string strategy = "RollingUpdate") => new()
    {
        Metadata = new V1ObjectMeta { Name = "web", Namespace = "ns", Uid = "d-uid", Generation = 1, ResourceVersion = "1", CreationTimestamp = Now },
        Spec = new V1DeploymentSpec
        {
            Replicas = replicas,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
            Strategy = new V1DeploymentStrategy
            {
                Type = strategy,
                RollingUpdate = strategy == "Recreate" ? null : new V1RollingUpdateDeployment { MaxSurge = surge ?? "25%", MaxUnavailable = unavailable ?? "25%" },
            },
            Template = Template(image),
        },
    };

    public static V1PodTemplateSpec Template(string image) => new()
    {
        Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "web" } },
        Spec = new V1PodSpec { Containers = [new V1Container { Name = "c", Image = image }] },
    };

    public static V1Pod Pod(string name, string? node = "n", string phase = "Running", bool ready = true, DateTimeOffset? readySince = null) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            Namespace = "ns",
            Uid = $"{name}-uid",
            CreationTimestamp = Now,
            Labels = new Dictionary<string, string> { ["app"] = "web" },
        },
        Spec = new V1PodSpec { NodeName = node, Containers = [new V1Container { Name = "c", Image = "a:1" }] },
        Status = new V1PodStatus
        {
            Phase = phase,
            PodIP = "127.100.0.9",
            Conditions = [new V1PodCondition { Type = "Ready", Status = ready ? "True" : "False", LastTransitionTime = readySince ?? Now }],
        },
    };

    public static V1Node Machine(string name, string cpu = "4", string memory = "8Gi", int pods = 110, string? gpus = null)
    {
        var amounts = new Dictionary<string, ResourceQuantity>
        {
            ["cpu"] = ResourceQuantity.Parse(cpu),
            ["memory"] = ResourceQuantity.Parse(memory),
            ["pods"] = ResourceQuantity.FromDecimal(pods),
        };
        if (gpus is not null)
            amounts["nvidia.com/gpu"] = ResourceQuantity.Parse(gpus);
        return new V1Node
        {
            Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = name } },
            Status = new V1NodeStatus
            {
                Allocatable = amounts,
                Conditions = [new V1NodeCondition { Type = "Ready", Status = "True" }],
            },
        };
    }
}
