using Argus.Gateway.Proxying;

namespace Argus.Gateway.Tests.Proxying;

public sealed class ReplayBodyTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 10)]
    [InlineData(70_000, 70_000)]
    [InlineData(70_000, null)]
    [InlineData(70_000, 10)]
    public async Task OpenRead_Again_GivesTheSameBytes(int length, int? expected)
    {
        byte[] bytes = Bytes(length);
        var budget = new ReplayBudget(100_000, 200_000);
        using (var body = new ReplayBody(new MemoryStream(bytes), expected, budget))
        {
            Assert.Equal(bytes, await ReadAsync(body.OpenRead()));
            Assert.True(body.CanReplay);
            Assert.Equal(bytes, await ReadAsync(body.OpenRead()));
        }

        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public async Task OpenRead_AfterAPart_GivesThatPartAgainAndTheRest()
    {
        byte[] bytes = Bytes(5000);
        using var body = new ReplayBody(new MemoryStream(bytes), 5000, new ReplayBudget(10_000, 10_000));
        await body.OpenRead().ReadExactlyAsync(new byte[1234]);

        Assert.Equal(bytes, await ReadAsync(body.OpenRead()));
    }

    [Fact]
    public async Task Read_OfAStreamBefore_Throws()
    {
        using var body = new ReplayBody(new MemoryStream(Bytes(5000)), 5000, new ReplayBudget(10_000, 10_000));
        var before = body.OpenRead();
        _ = body.OpenRead();

        await Assert.ThrowsAsync<IOException>(async () => await before.ReadExactlyAsync(new byte[10]));
    }

    [Theory]
    [InlineData(100, 1000, 200)]
    [InlineData(100, 1000, null)]
    [InlineData(10_000, 100, 200)]
    public async Task CanReplay_MoreThanMayBeKept_IsFalseOnceReadAndNothingIsKept(long most, long all, int? expected)
    {
        var budget = new ReplayBudget(most, all);
        using var body = new ReplayBody(new MemoryStream(Bytes(200)), expected, budget);
        Assert.True(body.CanReplay);

        Assert.Equal(Bytes(200), await ReadAsync(body.OpenRead()));

        Assert.False(body.CanReplay);
        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public async Task CanReplay_WhileABeingRead_IsFalse()
    {
        var source = new PausedStream();
        using var body = new ReplayBody(source, 100, new ReplayBudget(1000, 1000));
        var read = body.OpenRead().ReadAsync(new byte[10], CancellationToken.None).AsTask();
        Assert.False(body.CanReplay);

        source.Release.SetResult(0);
        await read;
        Assert.True(body.CanReplay);
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private sealed class PausedStream : MemoryStream
    {
        public TaskCompletionSource<int> Release { get; } = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Release.Task);
    }
}
