using Argus.Testing;

namespace Argus.Data.Tests;

/// <summary>When a batch waits for company.</summary>
public sealed class GatheringTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Next_AfterALargeBatch_WaitsForTheRestOfTheGap()
    {
        var gathering = new Gathering(_clock);
        await gathering.NextAsync(default);
        gathering.Took(Gathering.Many);
        _clock.Advance(Gathering.Gap / 2);

        var next = gathering.NextAsync(default);

        Assert.False(next.IsCompleted);
        _clock.Advance(Gathering.Gap / 2);
        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Next_AfterALargeBatchThatTookLong_DoesNotWait()
    {
        var gathering = new Gathering(_clock);
        await gathering.NextAsync(default);
        gathering.Took(Gathering.Many);
        _clock.Advance(Gathering.Gap);

        Assert.True(gathering.NextAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Next_AfterASmallBatch_DoesNotWait()
    {
        var gathering = new Gathering(_clock);
        await gathering.NextAsync(default);
        gathering.Took(Gathering.Many - 1);

        Assert.True(gathering.NextAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Next_AfterALookThatFoundNothing_DoesNotWait()
    {
        var gathering = new Gathering(_clock);
        await gathering.NextAsync(default);
        gathering.Took(Gathering.Many);
        _clock.Advance(Gathering.Gap);
        await gathering.NextAsync(default);

        Assert.True(gathering.NextAsync(default).IsCompleted);
    }
}
