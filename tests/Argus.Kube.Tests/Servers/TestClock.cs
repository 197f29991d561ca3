using System.Threading.Channels;
using Argus.Testing;

namespace Argus.Kube.Tests.Servers;

/// <summary>A clock that a test moves, and that tells which timers were started, so that the test moves it only when someone waits.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <summary>How far the wall clock of this machine is off. Timers and timestamps do not depend on it.</summary>
    public TimeSpan WallClockShift { get; set; }

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow() + WallClockShift;

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Waits until a timer of a length in the range is started; shorter and longer ones are passed over.</summary>
    public async Task<TimeSpan> TimerAsync(TimeSpan least, TimeSpan most)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var due = await _timers.Reader.ReadAsync(limit.Token);
            if (due >= least && due <= most)
                return due;
        }
    }
}
