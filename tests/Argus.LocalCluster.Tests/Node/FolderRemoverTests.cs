using Argus.LocalCluster.Node.Folders;
using Argus.LocalCluster.Node.Pods;

namespace Argus.LocalCluster.Tests.Node;

public class FolderRemoverTests
{
    // A nest too deep to be named stands for a folder that cannot be removed while something still goes on in it.
    private const string Nest = "cd $ARGUS_CONTAINER; " + Shell.Nest;

    [Fact]
    public async Task Run_TheFolderOfAnOldRunCannotBeRemoved_ThePodGoesOnAndItIsTriedAgain()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("nest", $"[ -e $HOME/nested ] || {{ {Nest}; : >$HOME/nested; }}; exit 3");
        string first = PodFiles.Of(node.Directory, pod.Metadata.Uid!).Run("c", 0);
        node.Run(pod);
        // The end of the third run removes the folder of the first.
        foreach (var (run, seconds) in ((int, int)[])[(1, 10), (2, 20), (3, 40)])
        {
            await node.UntilAsync(pod, container => container.Run == run && container.Reason == "CrashLoopBackOff");
            time.Advance(TimeSpan.FromSeconds(seconds));
        }

        await node.UntilAsync(pod, container => container.Run == 4 && container.Reason == "CrashLoopBackOff");
        Assert.True(Directory.Exists(first));
        Shell.Unnest(first);
        time.Advance(FolderRemover.Wait);
        Assert.False(Directory.Exists(first));
    }

    [Fact]
    public async Task Remove_ThePodsFolderCannotBeRemoved_ItEndsAndItIsTriedAgain()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("nest", $"{Nest}; echo nested; while :; do sleep 1; done");
        string folder = PodFiles.Of(node.Directory, pod.Metadata.Uid!).Root;
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Phase == ContainerPhase.Running);
        await node.LogAsync(pod, lines => lines.Contains("nested"));
        string address = node.Status(pod).PodIP!;

        var worker = node.Workers.Find(pod.Metadata.Uid!)!;
        node.Workers.Observe(pod, null);
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(Directory.Exists(folder));
        Assert.Equal(address, node.Services.Addresses.Take(address));
        Shell.Unnest(folder);
        time.Advance(FolderRemover.Wait);
        Assert.False(Directory.Exists(folder));
    }
}
