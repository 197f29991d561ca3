using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Scheduling;
using static Argus.LocalCluster.Tests.Controllers.TestObjects;

namespace Argus.LocalCluster.Tests.Controllers;

public class SchedulingPlannerTests
{
    [DataFact]
    public void Choose_RecordedGpuPod_WaitsInTheRecordedWords()
    {
        var recorded = RecordedStory.Watched<V1Pod>("pending-gpu-pod.json");
        var created = recorded.First(pod => pod.Metadata.Name == "gpu");
        var waiting = recorded.First(pod => pod.Status!.Conditions is [{ Reason: "Unschedulable" }]);
        var decision = SchedulingPlanner.Choose(created, [Machine("held-node-0"), Machine("held-node-1")], _ => NodeLoad.Empty);
        Assert.Null(decision.Node);
        Assert.Equal(waiting.Status!.Conditions![0].Message, decision.Message);
        Assert.Equal("held-node-1", SchedulingPlanner.Choose(created, [Machine("held-node-0"), Machine("held-node-1", gpus: "4")], _ => NodeLoad.Empty).Node);
    }

    [Theory]
    [InlineData("cpu", "5", "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.")]
    [InlineData("memory", "9Gi", "0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.")]
    [InlineData("amd.com/gpu", "1", "0/1 nodes are available: 1 Insufficient amd.com/gpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.")]
    [InlineData("cpu", "4", null)]
    public void Choose_Request_FitsOrSaysWhatIsMissing(string resource, string amount, string? message)
    {
        var decision = SchedulingPlanner.Choose(Asking(resource, amount), [Machine("n")], _ => NodeLoad.Empty);
        Assert.Equal(message ?? "", decision.Message);
        Assert.Equal(message is null ? "n" : null, decision.Node);
    }

    [Fact]
    public void Choose_FullNode_SaysThatEndingOthersWouldBeNeeded()
    {
        var load = new NodeLoad();
        load.Add(PodLoad.Of(Asking("cpu", "3")));
        var decision = SchedulingPlanner.Choose(Asking("cpu", "2"), [Machine("n")], _ => load);
        Assert.Equal("0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.", decision.Message);
        load.Remove(PodLoad.Of(Asking("cpu", "3")));
        Assert.Equal("n", SchedulingPlanner.Choose(Asking("cpu", "2"), [Machine("n")], _ => load).Node);
    }

    [Fact]
    public void Choose_NoNode_SaysSo() =>
        Assert.Equal("no nodes available to schedule pods", SchedulingPlanner.Choose(Asking("cpu", "1"), [], _ => NodeLoad.Empty).Message);

    [Theory]
    [InlineData("unschedulable", "node(s) were unschedulable")]
    [InlineData("tainted", "node(s) had untolerated taint {gpu: yes}")]
    [InlineData("notready", "node(s) had untolerated taint {node.kubernetes.io/not-ready: }")]
    [InlineData("labels", "node(s) didn't match Pod's node affinity/selector")]
    [InlineData("pods", "Too many pods")]
    [InlineData("port", "node(s) didn't have free ports for the requested pod ports")]
    public void Choose_NodeThatDoesNotFit_SaysWhy(string flaw, string reason)
    {
        var node = Machine("n", pods: flaw == "pods" ? 0 : 10);
        var pod = Asking("cpu", "1");
        var load = new NodeLoad();
        switch (flaw)
        {
            case "unschedulable":
                node = node with { Spec = new V1NodeSpec { Unschedulable = true } };
                break;
            case "tainted":
                node = node with { Spec = new V1NodeSpec { Taints = [new V1Taint { Key = "gpu", Value = "yes", Effect = "NoSchedule" }] } };
                break;
            case "notready":
                node = node with { Status = node.Status! with { Conditions = [] } };
                break;
            case "labels":
                pod = pod with { Spec = pod.Spec! with { NodeSelector = new Dictionary<string, string> { ["disk"] = "fast" } } };
                break;
            case "port":
                pod = pod with { Spec = pod.Spec! with { Containers = [pod.Spec.Containers![0] with { Ports = [new V1ContainerPort { ContainerPort = 80, HostPort = 80 }] }] } };
                load.Add(PodLoad.Of(pod));
                break;
        }

        var decision = SchedulingPlanner.Choose(pod, [node], _ => load);
        Assert.StartsWith($"0/1 nodes are available: 1 {reason}. ", decision.Message);
    }

    [Fact]
    public void Choose_TaintTolerated_TakesTheNode()
    {
        var node = Machine("n") with { Spec = new V1NodeSpec { Taints = [new V1Taint { Key = "nvidia.com/gpu", Value = "present", Effect = "NoSchedule" }] } };
        foreach (var toleration in (V1Toleration[])
        [
            new() { Key = "nvidia.com/gpu", Operator = "Exists", Effect = "NoSchedule" },
            new() { Key = "nvidia.com/gpu", Value = "present" },
            new() { Operator = "Exists" },
        ])
        {
            var pod = Asking("cpu", "1");
            Assert.Equal("n", SchedulingPlanner.Choose(pod with { Spec = pod.Spec! with { Tolerations = [toleration] } }, [node], _ => NodeLoad.Empty).Node);
        }
    }

    [Theory]
    [InlineData("""{"key":"gen","operator":"In","values":["h100","h200"]}""", "b")]
    [InlineData("""{"key":"gen","operator":"DoesNotExist"}""", "a")]
    [InlineData("""{"key":"mem","operator":"Gt","values":["40000"]}""", "b")]
    [InlineData("""{"key":"mem","operator":"Lt","values":["40000"]}""", null)]
    public void Choose_NodeAffinity_IsKept(string expression, string? expected)
    {
        var b = Machine("b") with { Metadata = new() { Name = "b", Labels = new Dictionary<string, string> { ["gen"] = "h100", ["mem"] = "81559" } } };
        string affinity = "{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":[{\"matchExpressions\":[" + expression + "]}]}}}";
        var pod = Asking("cpu", "1");
        pod = pod with { Spec = pod.Spec! with { Affinity = JsonElement.Parse(affinity) } };
        Assert.Equal(expected, SchedulingPlanner.Choose(pod, [Machine("a"), b], _ => NodeLoad.Empty).Node);
    }

    [Fact]
    public void Of_InitContainersAndSidecars_CountAsTheyRun()
    {
        static V1Container Container(string name, string cpu, string? restart = null) => new()
        {
            Name = name,
            RestartPolicy = restart,
            Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = ResourceQuantity.Parse(cpu) } },
        };
        var spec = new V1PodSpec
        {
            Containers = [Container("a", "500m"), Container("b", "1")],
            InitContainers = [Container("side", "100m", "Always"), Container("init", "3")],
        };
        Assert.Equal(3100, ResourceRequests.Of(spec)["cpu"]);
    }

    private static V1Pod Asking(string resource, string amount)
    {
        var amounts = new Dictionary<string, ResourceQuantity> { [resource] = ResourceQuantity.Parse(amount) };
        var pod = Pod("p", node: null);
        return pod with { Spec = pod.Spec! with { Containers = [new V1Container { Name = "c", Image = "a:1", Resources = new V1ResourceRequirements { Limits = amounts, Requests = amounts } }] } };
    }
}
