using System.Diagnostics;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Tests.Node;

public sealed class ProcessIdTests
{
    [Fact]
    public void OfStarted_AlreadyEnded_IsNotAlive()
    {
        using var process = Process.Start("/bin/true");
        process.WaitForExit();

        Assert.Null(ProcessId.Of(process.Id));
        Assert.False(ProcessId.OfStarted(process.Id).IsAlive);
    }

    [Fact]
    public void OfStarted_Running_IsAliveUntilItEnds()
    {
        using var process = Process.Start("/bin/sleep", "60");
        var id = ProcessId.OfStarted(process.Id);
        Assert.True(id.IsAlive);

        process.Kill();
        process.WaitForExit();
        Assert.False(id.IsAlive);
    }
}
