using Argus.Gateway.ConsolePage;
using Argus.Testing;

namespace Argus.Gateway.Tests.ConsolePage;

public sealed class RequestWindowTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RequestWindow _window;

    public RequestWindowTests() => _window = new RequestWindow(_time);

    [Fact]
    public void Read_NoRequests_HasNoTimes() => Assert.Equal(new WindowFigures(0, 0, null, null, 0, 0), _window.Read());

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(900)]
    public void Read_ManyTimes_QuantilesAreWithinNinePercent(double scale)
    {
        for (int i = 1; i <= 1000; i++)
            _window.Add(TimeSpan.FromMilliseconds(i * scale / 100), 200);

        var figures = _window.Read();
        Assert.InRange(figures.P50Ms!.Value, 5 * scale * 0.91, 5 * scale * 1.09);
        Assert.InRange(figures.P95Ms!.Value, 9.5 * scale * 0.91, 9.5 * scale * 1.09);
    }

    [Fact]
    public void Add_TimesBeyondTheScale_AreKeptAtItsEnds()
    {
        _window.Add(TimeSpan.Zero, 200);
        Assert.InRange(_window.Read().P50Ms!.Value, 0, 0.25);

        _window.Add(TimeSpan.FromHours(1), 200);
        Assert.True(_window.Read().P95Ms > 50_000);
    }

    [Fact]
    public void Read_WholeSeconds_TellsTheRateOfTheLastTen()
    {
        for (int second = 0; second < 10; second++)
        {
            for (int i = 0; i < 30; i++)
                _window.Add(TimeSpan.FromMilliseconds(1), 200);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(30, _window.Read().RequestsPerSecond);

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(15, _window.Read().RequestsPerSecond);
        Assert.Equal(300, _window.Read().Requests);
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(61, 0)]
    [InlineData(3600, 0)]
    public void Read_Later_ForgetsAfterAMinute(int seconds, int kept)
    {
        _window.Add(TimeSpan.FromMilliseconds(1), 500);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal((kept, kept), (_window.Read().Requests, _window.Read().Errors));
    }

    [Fact]
    public void Add_AfterARound_CountsOnlyTheNewSecond()
    {
        _window.Add(TimeSpan.FromMilliseconds(1), 200);
        _time.Advance(TimeSpan.FromSeconds(61));
        _window.Add(TimeSpan.FromMilliseconds(1), 404);

        Assert.Equal((1, 1), (_window.Read().Requests, _window.Read().Refused));
    }

    [Fact]
    public void Add_StatusCodes_AreCountedApart()
    {
        foreach (int status in (int[])[200, 304, 400, 404, 429, 500, 503])
            _window.Add(TimeSpan.FromMilliseconds(1), status);

        var figures = _window.Read();
        Assert.Equal((7, 3, 2), (figures.Requests, figures.Refused, figures.Errors));
    }

    [Fact]
    public void Add_ManyRequests_AllocatesNothing()
    {
        _window.Add(TimeSpan.FromMilliseconds(1), 200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
            _window.Add(TimeSpan.FromMilliseconds(i % 50), 200);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Add_FromManyThreads_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 5_000; i++)
                _window.Add(TimeSpan.FromMilliseconds(3), 200);
        })));

        Assert.Equal(40_000, _window.Read().Requests);
    }
}
