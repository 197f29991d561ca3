using Argus.Jobs.Health;
using Argus.Testing;

namespace Argus.Jobs.Tests.Health;

public sealed class HeldAnswerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HeldAnswer<string?> _held;
    private string? _trouble;
    private int _asked;

    public HeldAnswerTests() => _held = new(trouble => TimeSpan.FromSeconds(trouble is null ? 10 : 1), _clock);

    public void Dispose() => _held.Dispose();

    [Theory]
    [InlineData(null, 9.9, 1)]
    [InlineData(null, 10, 2)]
    [InlineData("away", 0.9, 1)]
    [InlineData("away", 1, 2)]
    public async Task Get_AfterAMoment_AsksAgainOnceTheAnswerIsOld(string? trouble, double seconds, int asked)
    {
        _trouble = trouble;
        Assert.Equal(trouble, await _held.GetAsync(AskAsync, default));
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(trouble, await _held.GetAsync(AskAsync, default));

        Assert.Equal(asked, _asked);
    }

    [Fact]
    public async Task Get_AfterTheClockWasSetBack_DoesNotHoldAnswersLonger()
    {
        await _held.GetAsync(AskAsync, default);
        _clock.Set(TimeSpan.FromDays(-1));
        _clock.Advance(TimeSpan.FromSeconds(10));
        _trouble = "away";

        Assert.Equal("away", await _held.GetAsync(AskAsync, default));
    }

    [Fact]
    public async Task Get_ByManyAtOnce_AsksOnce()
    {
        var answer = new TaskCompletionSource<string?>();
        var waiting = Enumerable.Range(0, 8).Select(_ => _held.GetAsync(cancel => AskOf(answer, cancel), default)).ToList();

        answer.SetResult("away");

        Assert.All(await Task.WhenAll(waiting), trouble => Assert.Equal("away", trouble));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Get_ByOneThatGivesUp_LetsTheNextAsk()
    {
        using var gone = new CancellationTokenSource();
        var first = _held.GetAsync(cancel => AskOf(new(), cancel), gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Null(await _held.GetAsync(AskAsync, default));
    }

    private Task<string?> AskAsync(CancellationToken cancel)
    {
        _asked++;
        return Task.FromResult(_trouble);
    }

    private Task<string?> AskOf(TaskCompletionSource<string?> answer, CancellationToken cancel)
    {
        _asked++;
        return answer.Task.WaitAsync(cancel);
    }
}
