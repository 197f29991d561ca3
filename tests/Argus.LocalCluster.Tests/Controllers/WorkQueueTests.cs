using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Tests.Controllers;

public class WorkQueueTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Add_SameKeyTwice_ComesOnce()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");
        Assert.Equal("a", await queue.TakeAsync(default));
        Assert.Equal("b", await queue.TakeAsync(default));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Add_KeyBeingWorkedOn_ComesAgainAfterDone()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.Add("a");
        await queue.TakeAsync(default);
        queue.Add("a");
        var again = queue.TakeAsync(default).AsTask();
        Assert.False(again.IsCompleted);
        queue.Done("a");
        Assert.Equal("a", await again);
    }

    [Fact]
    public async Task AddAfter_LaterThenSooner_ComesSoonerAndOnce()
    {
        using var queue = new WorkQueue<string>(_time);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(3));
        queue.AddAfter("b", TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(0, queue.Count);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("a", await queue.TakeAsync(default));
        queue.Done("a");
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("b", await queue.TakeAsync(default));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Retry_AgainAndAgain_WaitsTwiceAsLongEachTimeUntilForgotten()
    {
        using var queue = new WorkQueue<string>(_time);
        foreach (int milliseconds in (int[])[5, 10, 20, 40])
        {
            queue.Retry("a");
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(0, queue.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal("a", await queue.TakeAsync(default));
            queue.Done("a");
        }

        queue.Forget("a");
        queue.Retry("a");
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(1, queue.Count);
    }
}
