using System.Net;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Tests.Node;

public class PodWorkerTests
{
    private const string Forever = "while :; do sleep 1; done";

    [Fact]
    public async Task Run_Script_IsRunningReadyAndLogged()
    {
        await using var node = new NodeHarness();
        var pod = NodeHarness.Script("hello", $"echo hello from $HOSTNAME; {Forever}");
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        Assert.Equal(["hello from hello"], await node.LogAsync(pod, lines => lines.Length == 1));
        var status = node.Status(pod);
        Assert.Equal("Running", status.Phase);
        Assert.All(status.Conditions!, condition => Assert.Equal("True", condition.Status));
        Assert.Equal(["PodScheduled", "Initialized", "ContainersReady", "Ready"], status.Conditions!.Select(condition => condition.Type));
        Assert.True(status.ContainerStatuses![0] is { Ready: true, Started: true, RestartCount: 0, State.Running: not null });
        Assert.True(IPNetwork.Parse("127.100.0.0/16").Contains(IPAddress.Parse(status.PodIP!)));
    }

    [Fact]
    public async Task Run_TwoPods_HaveAddressesOfTheirOwn()
    {
        await using var node = new NodeHarness();
        V1Pod[] pods = [NodeHarness.Script("a", Forever), NodeHarness.Script("b", Forever)];
        foreach (var pod in pods)
        {
            node.Run(pod);
            await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        }

        Assert.NotEqual(node.Status(pods[0]).PodIP, node.Status(pods[1]).PodIP);
    }

    [Fact]
    public async Task Run_Environment_HoldsNothingOfTheHost()
    {
        Environment.SetEnvironmentVariable("ARGUS_TEST_SECRET_OF_THE_HOST", "leak");
        await using var node = new NodeHarness();
        var pod = NodeHarness.Script("env", $"env; echo end; {Forever}", container => container with { Env = [new V1EnvVar { Name = "MINE", Value = "1" }] });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        var names = (await node.LogAsync(pod, lines => lines.Contains("end"))).Where(line => line.Contains('=')).Select(line => line.Split('=')[0]);
        string[] allowed = ["PATH", "HOME", "TMPDIR", "HOSTNAME", "DOTNET_ROOT", "MINE", "PWD", "OLDPWD", "SHLVL", "_", ContainerLauncher.Marker];
        Assert.Empty(names.Except(allowed));
        Assert.Contains("MINE", names);
    }

    [Fact]
    public async Task Run_Crashing_RestartsAtOnceAndThenBacksOff()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("crash", "echo crashed; exit 3");
        node.Run(pod);
        // The first restart is at once; the second waits ten seconds, the third twenty.
        foreach (var (run, seconds, words) in ((int, int, string)[])[(1, 10, "10s"), (2, 20, "20s"), (3, 40, "40s")])
        {
            await node.UntilAsync(pod, container => container.Run == run && container.Reason == "CrashLoopBackOff");
            var status = node.Status(pod);
            var container = status.ContainerStatuses![0];
            Assert.Equal("Running", status.Phase);
            Assert.StartsWith($"back-off {words} restarting failed container=c pod=crash_ns(", container.State!.Waiting!.Message);
            Assert.Equal((3, "Error"), (container.LastState!.Terminated!.ExitCode, container.LastState.Terminated.Reason));
            Assert.Equal(run, container.RestartCount);
            Assert.Equal("ContainersNotReady", status.Conditions!.Single(condition => condition.Type == "Ready").Reason);
            time.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public async Task Run_TheWaitIsOverWhenItIsReported_BeginsAgain()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("crash", "exit 3");
        node.Run(pod);
        await node.UntilAsync(pod, container =>
        {
            bool waits = container is { Run: 1, Reason: "CrashLoopBackOff" };
            if (waits)
                time.Advance(TimeSpan.FromSeconds(10));
            return waits;
        });
        await node.UntilAsync(pod, container => container.Run == 2);
    }

    [Theory]
    [InlineData("Never", 0, "Succeeded")]
    [InlineData("Never", 7, "Failed")]
    [InlineData("OnFailure", 0, "Succeeded")]
    public async Task Run_EndsForGood_HasThePhase(string policy, int code, string phase)
    {
        await using var node = new NodeHarness();
        var pod = NodeHarness.Script("once", $"exit {code}", spec: spec => spec with { RestartPolicy = policy });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Exited);
        var status = node.Status(pod);
        Assert.Equal(phase, status.Phase);
        Assert.Equal(code, status.ContainerStatuses![0].State!.Terminated!.ExitCode);
    }

    [Fact]
    public async Task Run_UnknownImage_WaitsAndNamesTheOption()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("unknown", "", container => container with { Image = "registry.example/other:2" });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Reason == "ErrImagePull");
        Assert.Equal("Pending", node.Status(pod).Phase);
        Assert.Equal(
            "no local program stands in for image \"registry.example/other:2\": start the cluster with --image */other=PROGRAM; known are */script",
            node.Status(pod).ContainerStatuses![0].State!.Waiting!.Message);
        time.Advance(TimeSpan.FromSeconds(11));
        await node.UntilAsync(pod, container => container.Reason == "ImagePullBackOff");
    }

    [Fact]
    public async Task Run_MissingConfigMapKey_WaitsUntilItComes()
    {
        await using var node = new NodeHarness(new FakeTimeProvider());
        node.Services.ConfigMaps.Changed += (_, after) => node.Workers.Refresh("ns", PodReferences.ToConfigMap(after!.Metadata.Name!));
        var pod = NodeHarness.Script("config", $"echo $LEVEL; {Forever}", container => container with
        {
            Env = [new V1EnvVar { Name = "LEVEL", ValueFrom = new V1EnvVarSource { ConfigMapKeyRef = new V1ConfigMapKeySelector { Name = "settings", Key = "level" } } }],
        });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Reason == "CreateContainerConfigError");
        Assert.Equal("configmap \"settings\" not found", node.Container(pod).Message);
        node.Services.ConfigMaps.Seen(Map("1", "other", "x"));
        await node.UntilAsync(pod, container => container.Message == "couldn't find key level in ConfigMap ns/settings");
        node.Services.ConfigMaps.Seen(Map("2", "level", "debug"));
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        Assert.Equal(["debug"], await node.LogAsync(pod, lines => lines.Length == 1));
    }

    [Fact]
    public async Task Run_MissingProgram_SaysStartError()
    {
        await using var node = new NodeHarness(new FakeTimeProvider());
        var pod = NodeHarness.Script("missing", "", container => container with { Command = ["no-such-program"] });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Reason == "CrashLoopBackOff");
        var ended = node.Status(pod).ContainerStatuses![0].LastState!.Terminated!;
        Assert.Equal((128, "StartError", "exec: \"no-such-program\": executable file not found in $PATH"), (ended.ExitCode, ended.Reason, ended.Message));
    }

    [Fact]
    public async Task Delete_ProcessThatEndsOnTerm_IsOverWithItsOwnCode()
    {
        await using var node = new NodeHarness();
        var pod = NodeHarness.Script("polite", $"trap 'echo bye; exit 5' TERM; echo up; {Forever}");
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        await node.LogAsync(pod, lines => lines.Contains("up"));
        node.Delete(pod);
        await node.UntilOverAsync(pod);
        Assert.Equal(5, node.Container(pod).Terminated!.ExitCode);
    }

    [Fact]
    public async Task Delete_ProcessThatIgnoresTerm_IsKilledWithAllItsChildrenAfterTheGrace()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("stubborn", "trap 'echo no' TERM; (trap '' TERM; while :; do sleep 1; done) & echo up; while :; do sleep 1; done");
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        await node.LogAsync(pod, lines => lines.Contains("up"));
        var deleted = node.Delete(pod, grace: 20);
        await node.LogAsync(pod, lines => lines.Contains("no"));
        string folder = PodFiles.Of(node.Directory, pod.Metadata.Uid!).Root;
        Assert.NotEmpty(ProcFs.WithVariable(ContainerLauncher.Marker, folder));
        time.Advance(TimeSpan.FromSeconds(21));
        await node.UntilOverAsync(pod);
        Assert.Equal(137, node.Container(pod).Terminated!.ExitCode);
        var worker = node.Workers.Find(pod.Metadata.Uid!)!;
        node.Workers.Observe(deleted, null);
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(ProcFs.WithVariable(ContainerLauncher.Marker, folder));
        Assert.False(System.IO.Directory.Exists(folder));
    }

    [Fact]
    public async Task Delete_PreStopHook_RunsBeforeTerm()
    {
        await using var node = new NodeHarness();
        var pod = NodeHarness.Script("hook", $"trap 'cat $HOME/told; exit 0' TERM; echo up; {Forever}", container => container with
        {
            Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["/bin/sh", "-c", "echo hooked > $HOME/told"] } } },
            TerminationMessagePolicy = "FallbackToLogsOnError",
        });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        await node.LogAsync(pod, lines => lines.Contains("up"));
        node.Delete(pod);
        await node.UntilOverAsync(pod);
        Assert.Equal(["up", "hooked"], await node.LogAsync(pod, _ => true));
    }

    [Fact]
    public async Task Delete_MoreTimeThanATimerTakes_StillStopsIt()
    {
        await using var node = new NodeHarness();
        var pod = NodeHarness.Script("patient", $"trap 'exit 7' TERM; echo up; {Forever}", container => container with
        {
            Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["/bin/true"] } } },
        });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        await node.LogAsync(pod, lines => lines.Contains("up"));
        node.Delete(pod, grace: 10_000_000_000);
        await node.UntilOverAsync(pod);
        Assert.Equal(7, node.Container(pod).Terminated!.ExitCode);
    }

    [Fact]
    public async Task Run_InitContainers_GoOneAfterTheOtherBeforeTheMainOne()
    {
        await using var node = new NodeHarness();
        static V1Container Init(string name) => new()
        {
            Name = name,
            Image = "x/script",
            Args = [$"echo {name} >> /shared/order"],
            VolumeMounts = [new V1VolumeMount { Name = "shared", MountPath = "/shared" }],
        };
        var pod = NodeHarness.Script(
            "init",
            $"cat /shared/order; {Forever}",
            container => container with { VolumeMounts = [new V1VolumeMount { Name = "shared", MountPath = "/shared" }] },
            spec => spec with { InitContainers = [Init("first"), Init("second")], Volumes = [new V1Volume { Name = "shared", EmptyDir = new() }] });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        Assert.Equal(["first", "second"], await node.LogAsync(pod, lines => lines.Length == 2));
        Assert.All(node.Status(pod).InitContainerStatuses!, init => Assert.Equal("Completed", init.State!.Terminated!.Reason));
    }

    [Fact]
    public async Task Run_MemoryLimitExceeded_IsKilledAsOutOfMemory()
    {
        await using var node = new NodeHarness();
        var pod = NodeHarness.Script("hungry", "x=$(head -c 60000000 /dev/zero | tr '\\0' 'a'); sleep 30", container => container with
        {
            Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = ResourceQuantity.Parse("30Mi") } },
        }, spec => spec with { RestartPolicy = "Never" });
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Exited);
        Assert.Equal((137, "OOMKilled"), (node.Container(pod).Terminated!.ExitCode, node.Container(pod).Terminated!.Reason));
    }

    [Fact]
    public void OwnMemory_OfAProcessThatMapsAFile_DoesNotCountIt()
    {
        const int Size = 256 << 20;
        string path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenWrite(path))
                file.SetLength(Size);
            using var map = System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(path, FileMode.Open);
            using var view = map.CreateViewAccessor(0, Size, System.IO.MemoryMappedFiles.MemoryMappedFileAccess.Read);
            long before = ProcFs.OwnMemory(Environment.ProcessId);
            int sum = 0;
            for (long at = 0; at < Size; at += 4096)
                sum += view.ReadByte(at);
            Assert.Equal(0, sum);
            // Other tests work beside this one, but take no such amounts.
            Assert.InRange(ProcFs.OwnMemory(Environment.ProcessId) - before, long.MinValue, Size / 2);
            Assert.InRange(before, 1 << 20, long.MaxValue);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Plan_ClockThatWasSetBack_DoesNotWaitForHours()
    {
        var pod = NodeHarness.Script("p", "");
        var now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var ended = new ContainerState("c")
        {
            Phase = ContainerPhase.Exited,
            Run = 3,
            BackOff = TimeSpan.FromSeconds(40),
            StartedAt = now.AddSeconds(-1),
            Terminated = new V1ContainerStateTerminated { ExitCode = 1, StartedAt = now.AddSeconds(-1), FinishedAt = now },
        };
        var state = new PodState { Uid = pod.Metadata.Uid!, Namespace = "ns", Name = "p", Address = "127.100.0.1" }.With(ended);
        var waiting = PodPlanner.Compute(pod, state, now.AddSeconds(1));
        Assert.Equal((TimeSpan.FromSeconds(39), 0), (waiting.LookAgain, waiting.Start.Count));
        Assert.Equal(["c"], PodPlanner.Compute(pod, waiting.State, now.AddHours(-2)).Start);
        Assert.Equal(["c"], PodPlanner.Compute(pod, state, now.AddHours(-2)).Start);
    }

    [Fact]
    public async Task Run_TerminationMessage_IsReported()
    {
        await using var node = new NodeHarness();
        V1Pod[] pods =
        [
            NodeHarness.Script("written", "echo weights are corrupt > /dev/termination-log; exit 1", spec: spec => spec with { RestartPolicy = "Never" }),
            NodeHarness.Script("logged", "echo last words; exit 1", container => container with { TerminationMessagePolicy = "FallbackToLogsOnError" }, spec => spec with { RestartPolicy = "Never" }),
        ];
        foreach (var (pod, message) in pods.Zip(["weights are corrupt", "last words"]))
        {
            node.Run(pod);
            await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Exited);
            Assert.Equal(message, node.Container(pod).Terminated!.Message?.Trim());
        }
    }

    private static V1ConfigMap Map(string version, string key, string value) => new()
    {
        Metadata = new() { Name = "settings", Namespace = "ns", Uid = "map", ResourceVersion = version },
        Data = new Dictionary<string, string> { [key] = value },
    };
}
