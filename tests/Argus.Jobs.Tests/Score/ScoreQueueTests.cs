using Argus.Jobs.Score;
using Argus.ServiceDefaults.Problems;
using Argus.Testing;

namespace Argus.Jobs.Tests.Score;

public sealed class ScoreQueueTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Run_MoreThanThereIsRoomFor_Is429AndTheOthersGoOn()
    {
        using var queue = new ScoreQueue(new ScoreOptions { Workers = 1, Queue = 1 }, _time);
        var gate = new TaskCompletionSource();
        var first = Run(queue, Wait);
        var second = Run(queue, Wait);

        var third = await Run(queue, Wait);

        Assert.Equal(429, third.Refusal!.Status);
        Assert.NotNull(third.Refusal.RetryAfter);
        gate.SetResult();
        Assert.True((await first).Ok && (await second).Ok);
        Assert.True((await Run(queue, Wait)).Ok);

        async Task<Outcome<string>> Wait(CancellationToken cancel)
        {
            await gate.Task;
            return "done";
        }
    }

    [Fact]
    public async Task Run_NoPlaceInTime_Is503AndTheWorkIsNotBegun()
    {
        var options = new ScoreOptions { Workers = 1, Queue = 1 };
        using var queue = new ScoreQueue(options, _time);
        var gate = new TaskCompletionSource();
        int begun = 0;
        var first = Run(queue, Wait);
        var second = Run(queue, Wait);

        _time.Advance(options.Timeout);

        Assert.Equal(503, (await second).Refusal!.Status);
        Assert.Equal(1, begun);
        gate.SetResult();
        Assert.True((await first).Ok);

        async Task<Outcome<string>> Wait(CancellationToken cancel)
        {
            begun++;
            await gate.Task;
            return "done";
        }
    }

    [Fact]
    public async Task Run_CallerGone_IsCancelledAndGivesItsPlaceBack()
    {
        using var queue = new ScoreQueue(new ScoreOptions { Workers = 1, Queue = 0 }, _time);
        using var gone = new CancellationTokenSource();
        var work = Run(
            queue,
            async cancel =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);
                return "never";
            },
            gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.True((await Run(queue, _ => Task.FromResult<Outcome<string>>("done"))).Ok);
    }

    [Fact]
    public async Task Run_MoreBytesThanFit_Is429BeforeTheyAreRead()
    {
        using var queue = new ScoreQueue(new ScoreOptions { Memory = 100 }, _time);
        var gate = new TaskCompletionSource();
        // One alone is let in, however large.
        var first = Run(queue, async _ => { await gate.Task; return "done"; }, bytes: 101);
        bool read = false;

        var second = await queue.RunAsync<string>(1, _ => { read = true; return Task.FromResult<Outcome<byte[]>>(new byte[1]); }, (_, _) => Task.FromResult<Outcome<string>>("done"), default);

        Assert.Equal((429, false), (second.Refusal!.Status, read));
        gate.SetResult();
        Assert.True((await first).Ok);
        Assert.True((await Run(queue, _ => Task.FromResult<Outcome<string>>("done"))).Ok);
    }

    [Fact]
    public async Task Run_PhotoThatDoesNotCome_Is408AndGivesItsPlaceBack()
    {
        var options = new ScoreOptions { Workers = 1, Queue = 0 };
        using var queue = new ScoreQueue(options, _time);
        var slow = queue.RunAsync<string>(
            1,
            async cancel =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);
                return new byte[1];
            },
            (_, _) => Task.FromResult<Outcome<string>>("done"),
            default);

        _time.Advance(options.Upload);

        Assert.Equal(408, (await slow).Refusal!.Status);
        Assert.True((await Run(queue, _ => Task.FromResult<Outcome<string>>("done"))).Ok);
    }

    private static Task<Outcome<string>> Run(ScoreQueue queue, Func<CancellationToken, Task<Outcome<string>>> work, CancellationToken cancel = default, long bytes = 1) =>
        queue.RunAsync(bytes, _ => Task.FromResult<Outcome<byte[]>>(new byte[1]), (_, token) => work(token), cancel);
}
