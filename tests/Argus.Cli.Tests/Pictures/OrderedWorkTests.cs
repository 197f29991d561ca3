using Argus.Cli.Pictures;

namespace Argus.Cli.Tests.Pictures;

public sealed class OrderedWorkTests
{
    [Fact]
    public async Task Run_LaterOnesReadyFirst_GivesThemInOrder()
    {
        var first = new TaskCompletionSource();
        var results = OrderedWork.RunAsync([1, 2, 3], 3, async (n, _) =>
        {
            if (n == 1)
                await first.Task;
            else if (n == 3)
                first.SetResult();
            return n;
        });

        Assert.Equal([1, 2, 3], await results.ToListAsync());
    }

    [Fact]
    public async Task Run_ManyItems_NeverWorksOnMoreAtOnceThanAllowed()
    {
        int now = 0, most = 0;
        var results = OrderedWork.RunAsync(Enumerable.Range(0, 200), 3, async (n, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return n;
        });

        Assert.Equal(Enumerable.Range(0, 200), await results.ToListAsync());
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Run_ReaderThatStops_EndsWhatIsUnderWay()
    {
        int ended = 0;
        var others = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var results = OrderedWork.RunAsync([1, 2, 3], 3, async (n, cancel) =>
        {
            if (n == 1)
            {
                await others.Task;
                return n;
            }

            if (n == 3)
                others.SetResult();
            var end = new TaskCompletionSource();
            await using (cancel.Register(end.SetResult))
                await end.Task;
            Interlocked.Increment(ref ended);
            return n;
        });

        await foreach (int n in results)
        {
            Assert.Equal(1, n);
            break;
        }

        Assert.Equal(2, ended);
    }

    [Fact]
    public async Task Run_SlowFirstOne_DoesNotGatherAllOthersInMemory()
    {
        var first = new TaskCompletionSource();
        int taken = 0;
        await using var results = OrderedWork.RunAsync(Items(), 2, async (n, _) =>
        {
            if (n == 0)
                await first.Task;
            return n;
        }).GetAsyncEnumerator();

        var next = results.MoveNextAsync();
        Assert.False(next.IsCompleted);
        Assert.InRange(taken, 2, 50);
        first.SetResult();
        Assert.True(await next);

        IEnumerable<int> Items()
        {
            for (int n = 0; n < 1_000_000; n++)
            {
                taken++;
                yield return n;
            }
        }
    }
}
