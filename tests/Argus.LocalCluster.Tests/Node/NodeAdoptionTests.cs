using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Tests.Node;

public sealed class NodeAdoptionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("argus-adopt-").FullName;

    [Fact]
    public async Task Run_AfterTheAgentWasKilled_GoesOnWithTheSameProcess()
    {
        var pod = NodeHarness.Script("steady", "trap 'exit 9' TERM; n=0; while :; do n=$((n+1)); echo line $n; sleep 0.1; done");
        var first = new NodeHarness(directory: _directory);
        first.Run(pod);
        await first.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        var process = first.Container(pod).Process!;
        string address = first.Status(pod).PodIP!;
        int before = (await first.LogAsync(pod, lines => lines.Length >= 2)).Length;
        first.Abandon();

        await using var second = new NodeHarness(directory: _directory);
        second.Run(pod);
        await second.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        Assert.Equal(process, second.Container(pod).Process);
        Assert.Equal((address, 0), (second.Status(pod).PodIP, second.Container(pod).Run));
        var log = await second.LogAsync(pod, lines => lines.Length > before + 2);
        // Nothing was lost while nobody read.
        Assert.Equal(Enumerable.Range(1, log.Length).Select(number => $"line {number}"), log);
        second.Delete(pod);
        await second.UntilOverAsync(pod);
        Assert.Equal(9, second.Container(pod).Terminated!.ExitCode);
        Assert.False(process.IsAlive);
    }

    [Fact]
    public async Task Run_EndedWhileTheAgentWasAway_IsFoundWithItsCodeAndStartedAgain()
    {
        var pod = NodeHarness.Script("brief", "echo up; while [ ! -e $HOME/end ]; do sleep 0.05; done; rm $HOME/end; exit 4");
        var first = new NodeHarness(directory: _directory);
        first.Run(pod);
        await first.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        var process = first.Container(pod).Process!;
        await first.LogAsync(pod, lines => lines.Length == 1);
        first.Abandon();
        var files = PodFiles.Of(_directory, pod.Metadata.Uid!);
        File.WriteAllText(Path.Combine(files.Home("c"), "end"), "");
        await EndAsync(process);

        await using var second = new NodeHarness(directory: _directory);
        second.Run(pod);
        await second.UntilAsync(pod, container => container.Run == 1 && container.Phase == ContainerPhase.Running);
        Assert.Equal(4, second.Container(pod).LastTerminated!.ExitCode);
        Assert.Equal(1, second.Status(pod).ContainerStatuses![0].RestartCount);
    }

    [Fact]
    public async Task Delete_WhileTheAgentWasKilledInTheMiddle_IsBroughtToItsEnd()
    {
        var pod = NodeHarness.Script("stubborn", "trap 'echo no' TERM; echo up; while :; do sleep 0.1; done");
        var first = new NodeHarness(directory: _directory);
        first.Run(pod);
        await first.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        await first.LogAsync(pod, lines => lines.Contains("up"));
        var deleted = first.Delete(pod, grace: 3600);
        await first.LogAsync(pod, lines => lines.Contains("no"));
        await first.UntilAsync(pod, container => container.Stopping);
        first.Abandon();

        var time = new FakeTimeProvider();
        await using var second = new NodeHarness(time, _directory);
        second.Run(deleted with { Metadata = deleted.Metadata with { DeletionTimestamp = time.GetUtcNow().AddSeconds(20), DeletionGracePeriodSeconds = 20 } });
        await second.UntilAsync(pod, container => container.Stopping);
        await second.LogAsync(pod, lines => lines.Count(line => line == "no") == 2);
        time.Advance(TimeSpan.FromSeconds(21));
        await second.UntilOverAsync(pod);
        Assert.Equal(137, second.Container(pod).Terminated!.ExitCode);
    }

    [Fact]
    public async Task Sweep_PodDeletedWhileTheAgentWasAway_LeavesNoProcessAndNoFile()
    {
        var pod = NodeHarness.Script("orphan", "sleep 1000 & while :; do sleep 1; done");
        var first = new NodeHarness(directory: _directory);
        first.Run(pod);
        await first.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        var process = first.Container(pod).Process!;
        first.Abandon();

        await using var second = new NodeHarness(directory: _directory);
        second.Workers.Sweep();
        await EndAsync(process);
        Assert.Empty(ProcFs.WithVariable(ContainerLauncher.Marker, _directory + "/"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(PodFiles.Pods(_directory)));
    }

    [Fact]
    public async Task Run_WhosePipeIsGone_IsStartedAgainAndItsLogIsLetGo()
    {
        var pod = NodeHarness.Script("mute", "while :; do sleep 0.1; done");
        var first = new NodeHarness(directory: _directory);
        first.Run(pod);
        await first.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        first.Abandon();
        string run = PodFiles.Of(_directory, pod.Metadata.Uid!).Run("c", 0);
        File.Delete(ContainerLauncher.PipeOf(run));
        // Such a file can be opened, but not waited for.
        File.WriteAllText(ContainerLauncher.PipeOf(run), "");
        int before = OpenLogs(run);

        await using var second = new NodeHarness(directory: _directory);
        second.Run(pod);
        await second.UntilAsync(pod, container => container.Run == 1 && container.Phase == ContainerPhase.Running);
        Assert.Equal(before, OpenLogs(run));
    }

    public void Dispose()
    {
        ContainerLauncher.KillMarked(_directory + "/");
        Directory.Delete(_directory, recursive: true);
    }

    private static int OpenLogs(string run) => Directory.GetFiles("/proc/self/fd").Count(fd => new FileInfo(fd).LinkTarget == Path.Combine(run, "log"));

    // The kernel says when it has ended.
    private static async Task EndAsync(ProcessId process)
    {
        using var poller = new Poller();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int fd = LibC.OpenProcess(process.Pid);
        if (fd < 0)
            return;
        poller.Watch(fd, () =>
        {
            ended.TrySetResult();
            return false;
        });
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
