using System.Net;
using System.Net.Sockets;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Node.Probes;

namespace Argus.LocalCluster.Tests.Node;

public class ProbeTests
{
    private const string Forever = "while :; do sleep 1; done";

    [Theory]
    [InlineData("+", 1, 3, true)]
    [InlineData("--", 1, 3, null)]
    [InlineData("---", 1, 3, false)]
    [InlineData("--+--", 1, 3, true)]
    [InlineData("+---+", 2, 3, false)]
    [InlineData("+---++", 2, 3, true)]
    [InlineData("-", 1, 1, false)]
    public void Next_Results_ChangeTheOutcomeAtTheThresholds(string results, int success, int failure, bool? outcome)
    {
        var probe = new V1Probe { SuccessThreshold = success, FailureThreshold = failure };
        // A threshold of two successes needs one more before the first outcome.
        var state = results.Aggregate(new ProbeState(), (state, result) => state.Next(result == '+', probe));
        Assert.Equal(outcome, state.Outcome);
    }

    [Fact]
    public async Task Readiness_Exec_FollowsItsExitCode()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("ready", Forever, container => container with { ReadinessProbe = Exec("test -e $HOME/ready", failures: 1) });
        node.Run(pod);
        await node.UntilEventAsync(told => told.Reason == "Unhealthy" && told.Note.StartsWith("Readiness probe failed"));
        Assert.Equal("False", node.Status(pod).Conditions!.Single(condition => condition.Type == "Ready").Status);
        string ready = Path.Combine(PodFiles.Of(node.Directory, pod.Metadata.Uid!).Home("c"), "ready");
        File.WriteAllText(ready, "");
        await AdvanceUntilAsync(node, time, pod, container => container.Ready);
        File.Delete(ready);
        await AdvanceUntilAsync(node, time, pod, container => !container.Ready);
        Assert.Equal(0, node.Container(pod).Run);
    }

    [Fact]
    public async Task Liveness_FailsThreeTimes_RestartsTheContainer()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("alive", $"echo up; {Forever}", container => container with { LivenessProbe = Exec("exit 1", failures: 3) });
        node.Run(pod);
        await AdvanceUntilAsync(node, time, pod, container => container.Run == 1 && container.Phase == ContainerPhase.Running);
        Assert.True(node.Events.Count(told => told.Reason == "Unhealthy") >= 3);
        Assert.Contains(node.Events, told => told is { Reason: "Killing", Note: "Container c failed liveness probe, will be restarted" });
    }

    [Fact]
    public async Task Startup_UntilItSucceeds_HoldsBackTheOthers()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("slow", Forever, container => container with
        {
            StartupProbe = Exec("test -e $HOME/started", failures: 100),
            LivenessProbe = Exec("test -e $HOME/started", failures: 1),
        });
        node.Run(pod);
        await node.UntilEventAsync(told => told.Note.StartsWith("Startup probe failed"));
        Assert.False(node.Status(pod).ContainerStatuses![0].Started);
        File.WriteAllText(Path.Combine(PodFiles.Of(node.Directory, pod.Metadata.Uid!).Home("c"), "started"), "");
        await AdvanceUntilAsync(node, time, pod, container => container is { Started: true, Ready: true });
        Assert.Equal(0, node.Container(pod).Run);
        Assert.DoesNotContain(node.Events, told => told.Note.StartsWith("Liveness"));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, true)]
    [InlineData(HttpStatusCode.Found, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    public async Task Http_Status_DecidesAndNamedPortsAreFound(HttpStatusCode code, bool expected)
    {
        await using var node = new NodeHarness(new FakeTimeProvider());
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AnswerAsync(listener, code);
        var pod = NodeHarness.Script("http", Forever, container => container with
        {
            Ports = [new V1ContainerPort { Name = "web", ContainerPort = port }],
            ReadinessProbe = new V1Probe { HttpGet = new V1HttpGetAction { Host = "127.0.0.1", Port = "web", Path = "/health" }, FailureThreshold = 1, TimeoutSeconds = 30 },
        });
        node.Run(pod);
        if (expected)
            await node.UntilAsync(pod, container => container.Ready);
        else
            await node.UntilEventAsync(told => told.Note == $"Readiness probe failed: HTTP probe failed with statuscode: {(int)code}");
    }

    [Fact]
    public async Task Tcp_PortThatListensOrNot_Decides()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var pod = NodeHarness.Script("tcp", Forever, container => container with
        {
            ReadinessProbe = new V1Probe { TcpSocket = new V1TcpSocketAction { Host = "127.0.0.1", Port = port }, FailureThreshold = 1, TimeoutSeconds = 3600 },
        });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Ready);
        listener.Stop();
        await AdvanceUntilAsync(node, time, pod, container => !container.Ready);
        Assert.Contains(node.Events, told => told.Reason == "Unhealthy" && told.Note.StartsWith($"Readiness probe failed: dial tcp 127.0.0.1:{port}: "));
    }

    private static async Task AnswerAsync(TcpListener listener, HttpStatusCode code)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[4096], 1);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)code} X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }

    // Probes run real commands: the clock goes on each time that one has been answered.
    private static async Task AdvanceUntilAsync(NodeHarness node, FakeTimeProvider time, V1Pod pod, Func<ContainerState, bool> holds)
    {
        var met = node.UntilAsync(pod, holds);
        while (!met.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(0.5));
            await Task.WhenAny(met, Task.Delay(20));
        }

        await met;
    }

    private static V1Probe Exec(string script, int failures) => new()
    {
        Exec = new V1ExecAction { Command = ["/bin/sh", "-c", script] },
        FailureThreshold = failures,
        PeriodSeconds = 10,
        TimeoutSeconds = 3600,
    };
}
