using System.Net;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Pods;

namespace Argus.LocalCluster.Tests.Node;

public class HeldPodsTests
{
    private const string Forever = "while :; do sleep 1; done";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_NoAddressIsLeft_SaysSoAndBeginsOnceOneIs()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time, configure: options => options with { PodAddresses = IPNetwork.Parse("127.100.77.0/30") });
        V1Pod[] pods = [NodeHarness.Script("a", Forever), NodeHarness.Script("b", Forever), NodeHarness.Script("c", Forever)];
        foreach (var pod in pods)
            node.Run(pod);

        const string problem = "All addresses of 127.100.77.0/30 are taken by pods: delete pods that nobody needs.";
        await node.UntilAsync(pods[2], container => container.Reason == "CreateContainerError");
        var status = node.Status(pods[2]);
        Assert.Equal(("Pending", null, null), (status.Phase, status.PodIP, status.PodIPs));
        Assert.Equal(problem, status.ContainerStatuses![0].State!.Waiting!.Message);
        Assert.Single(node.Events, told => told is { Type: "Warning", Reason: "FailedCreatePodSandBox" } && told.Note.EndsWith(problem, StringComparison.Ordinal));

        // Still none: it is tried again, and nobody is told twice.
        time.Advance(HeldPods.Wait);
        var first = node.Workers.Find(pods[0].Metadata.Uid!)!;
        node.Workers.Observe(pods[0], null);
        await first.Completion.WaitAsync(Patience);
        time.Advance(HeldPods.Wait);
        await node.UntilAsync(pods[2], container => container.Phase == ContainerPhase.Running);
        Assert.Single(node.Events, told => told.Reason == "FailedCreatePodSandBox");
        Assert.NotNull(node.Status(pods[2]).PodIP);
    }

    [Fact]
    public async Task Run_ItsFolderCannotBeMade_SaysSoAndBeginsOnceItCan()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        string inTheWay = PodFiles.Pods(node.Directory);
        File.WriteAllText(inTheWay, "");
        var pod = NodeHarness.Script("roomless", Forever);

        node.Run(pod);
        await node.UntilAsync(pod, container => container.Reason == "CreateContainerError");
        Assert.Contains(inTheWay, node.Container(pod).Message, StringComparison.Ordinal);

        File.Delete(inTheWay);
        time.Advance(HeldPods.Wait);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
    }

    [Fact]
    public async Task Delete_APodThatWasNeverBegun_IsOverAtOnce()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        File.WriteAllText(PodFiles.Pods(node.Directory), "");
        var pod = NodeHarness.Script("roomless", Forever);
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Reason == "CreateContainerError");

        var deleted = node.Delete(pod);
        await node.UntilOverAsync(pod);

        node.Workers.Observe(deleted, null);
        File.Delete(PodFiles.Pods(node.Directory));
        time.Advance(HeldPods.Wait);
        Assert.Null(node.Workers.Find(pod.Metadata.Uid!));
    }
}
