using System.Text;
using Argus.LocalCluster.Node.Logs;
using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Node.Processes;
using Argus.LocalCluster.Pods;
using Microsoft.Win32.SafeHandles;

namespace Argus.LocalCluster.Tests.Node;

public sealed class LogTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("argus-log-").FullName;

    [Fact]
    public async Task Read_WrittenInPieces_GivesWholeLinesWithTheirTimes()
    {
        var time = new FakeTimeProvider();
        using var log = new ContainerLog(_directory, 1 << 20, 3, time);
        log.Write("one\ntw"u8);
        time.Advance(TimeSpan.FromSeconds(5));
        log.Write("o\nthree"u8);
        log.End();
        var lines = await LogFiles.ReadAsync(_directory, default).ToListAsync();
        Assert.Equal(["one", "two", "three"], lines.Select(Text));
        Assert.Equal(TimeSpan.FromSeconds(5), lines[1].Time - lines[0].Time);
    }

    [Fact]
    public async Task Write_MoreThanAFileHolds_RotatesAndKeepsTheNewest()
    {
        using var log = new ContainerLog(_directory, 1000, 3, new FakeTimeProvider());
        for (int i = 0; i < 100; i++)
            log.Write(Encoding.UTF8.GetBytes($"line {i} {new string('x', 40)}\n"));
        log.End();
        var lines = (await LogFiles.ReadAsync(_directory, default).ToListAsync()).Select(Text).ToList();
        Assert.StartsWith("line 99 ", lines[^1]);
        Assert.InRange(lines.Count, 20, 33);
        Assert.Equal(Enumerable.Range(100 - lines.Count, lines.Count), lines.Select(line => int.Parse(line.Split(' ')[1])));
    }

    [Fact]
    public async Task Read_Followed_GivesWhatComesAcrossRotationsUntilTheEnd()
    {
        using var log = new ContainerLog(_directory, 1000, 3, new FakeTimeProvider());
        log.Write("0\n"u8);
        int next = 0;
        await foreach (var line in LogFiles.FollowAsync(log, default))
        {
            Assert.Equal($"{next}", Text(line));
            next++;
            if (next == 200)
                log.End();
            else
                log.Write(Encoding.UTF8.GetBytes($"{next}\n"));
        }

        Assert.Equal(200, next);
    }

    [Fact]
    public async Task Write_VeryLongLine_IsDivided()
    {
        using var log = new ContainerLog(_directory, 1 << 20, 3, new FakeTimeProvider());
        log.Write(Encoding.UTF8.GetBytes(new string('y', 40_000) + "\n"));
        log.End();
        var lines = await LogFiles.ReadAsync(_directory, default).ToListAsync();
        Assert.Equal([16384, 16384, 7232], lines.Select(line => line.Text.Length));
    }

    [Fact]
    public void Write_WhileTheDiskIsFull_LosesLinesAndNothingElse()
    {
        File.CreateSymbolicLink(Path.Combine(_directory, "log"), "/dev/full");
        using var log = new ContainerLog(_directory, 1 << 20, 3, new FakeTimeProvider());
        log.Write("one\ntwo\n"u8);
        log.Write("three\n"u8);
        log.End();
        Assert.True(log.IsEnded);
    }

    [Fact]
    public async Task Write_AfterTheDiskWasFull_SaysHowManyLinesAreLost()
    {
        File.CreateSymbolicLink(Path.Combine(_directory, "log"), "/dev/full");
        using var log = new ContainerLog(_directory, 1 << 20, 3, new FakeTimeProvider());
        log.Write("one\ntwo\n"u8);
        log.Write("three\n"u8);
        File.Delete(Path.Combine(_directory, "log"));
        log.Write("four\n"u8);
        log.End();
        var lines = (await LogFiles.ReadAsync(_directory, default).ToListAsync()).Select(Text).ToList();
        Assert.Equal(["(3 lines could not be written to disk)", "four"], lines);
    }

    [Fact]
    public async Task Attach_BeforeAnybodyWrites_GivesOneWriterAfterAnotherAsTheyCome()
    {
        ContainerLauncher.MakePipe(_directory);
        using var poller = new Poller();
        using var log = new ContainerLog(_directory, 1 << 20, 3, new FakeTimeProvider());
        log.Attach(poller);
        await using var lines = LogFiles.FollowAsync(log, default).GetAsyncEnumerator();
        // Each is gone before the next comes: many, because only a poller that looks in between would see an end.
        for (int writer = 0; writer < 20; writer++)
        {
            Say($"writer {writer}\n");
            Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(Patience));
            Assert.Equal($"writer {writer}", Text(lines.Current));
        }
    }

    [Fact]
    public async Task Write_WhereFoldersTakeItsNames_LosesLinesAndNothingElse()
    {
        File.CreateSymbolicLink(Path.Combine(_directory, "log"), "/dev/full");
        using var log = new ContainerLog(_directory, 200, 2, new FakeTimeProvider());
        log.Write("one\n"u8);
        File.Delete(Path.Combine(_directory, "log"));
        Directory.CreateDirectory(Path.Combine(_directory, "log"));
        log.Write("two\n"u8);
        Directory.Delete(Path.Combine(_directory, "log"));
        Directory.CreateDirectory(Path.Combine(_directory, "log.1"));
        string[] more = [.. Enumerable.Range(0, 20).Select(i => $"line {i}")];
        foreach (string line in more)
            log.Write(Encoding.UTF8.GetBytes(line + "\n"));
        log.End();
        Directory.Delete(Path.Combine(_directory, "log.1"));
        var lines = (await LogFiles.ReadAsync(_directory, default).ToListAsync()).Select(Text).ToList();
        Assert.Equal(["(2 lines could not be written to disk)", .. more], lines);
    }

    [Fact]
    public async Task End_WhileSomebodyGoesOnWriting_ReadsNoMoreThanThePipeHolds()
    {
        ContainerLauncher.MakePipe(_directory);
        ContainerLauncher.MakePipe(Path.Combine(_directory, "other"));
        using var poller = new Poller();
        // The poller is held up elsewhere, so that End alone reads.
        var (held, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new ManualResetEventSlim());
        poller.Watch(LibC.Open(ContainerLauncher.PipeOf(Path.Combine(_directory, "other")), 0x2 | 0x800), () =>
        {
            held.TrySetResult();
            go.Wait();
            return false;
        });
        Say("stop", "other");
        await held.Task.WaitAsync(Patience);
        try
        {
            int said = 0;
            string line = new('x', 16 * 1024);
            using var log = new ContainerLog(_directory, 1 << 20, 3, new Clock(() =>
            {
                // Each line that is read brings the next.
                if (++said < 1000)
                    Say(line);
            }));
            log.Attach(poller);
            Say(line);
            log.End();
            Assert.InRange(said, 1, 100);
        }
        finally
        {
            go.Set();
        }
    }

    [Fact]
    public async Task PodLogs_PreviousAndPresentRun_AreKeptApart()
    {
        var time = new FakeTimeProvider();
        await using var node = new NodeHarness(time);
        var pod = NodeHarness.Script("twice", "echo run $(ls $HOME/.. | grep -c '^[0-9]'); if [ -e $HOME/once ]; then while :; do sleep 1; done; fi; touch $HOME/once; exit 1");
        node.Run(pod);
        await node.UntilAsync(pod, container => container.Run == 1 && container.Phase == ContainerPhase.Running);
        await node.LogAsync(pod, lines => lines.Length == 1, run: 1);
        var logs = new NodePodLogs(node.Services.Options) { Workers = node.Workers };
        var query = new PodLogQuery("ns", "twice", pod.Metadata.Uid!, "c", Previous: false, Follow: false);
        Assert.Equal("run 2", Text(Assert.Single(await logs.Read(query, default)!.ToListAsync())));
        Assert.Equal("run 1", Text(Assert.Single(await logs.Read(query with { Previous = true }, default)!.ToListAsync())));
        Assert.Null(logs.Read(query with { Container = "other" }, default));
        Assert.Null(logs.Read(query with { Uid = "other" }, default));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    // Does not wait for a reader where there is none.
    private void Say(string text, string folder = "")
    {
        const int WriteOnly = 0x1 | 0x800;
        var pipe = new SafeFileHandle(LibC.Open(ContainerLauncher.PipeOf(Path.Combine(_directory, folder)), WriteOnly), ownsHandle: true);
        Assert.False(pipe.IsInvalid, "nobody reads");
        using var writer = new FileStream(pipe, FileAccess.Write, bufferSize: 0);
        writer.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string Text(PodLogLine line) => Encoding.UTF8.GetString(line.Text.Span);

    /// <summary>Tells that it was asked.</summary>
    private sealed class Clock(Action asked) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            asked();
            return DateTimeOffset.UnixEpoch;
        }
    }
}
