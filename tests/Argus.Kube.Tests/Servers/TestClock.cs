using System.Threading.Channels;
using Argus.Testing;

namespace Argus.Kube.Tests.Servers;

/// <summary>A clock that a test moves, and that tells which timers were started, so that the test moves it only when someone waits.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();
    private readonly Channel<TimeSpan> _changes = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <summary>How far the wall clock of this machine is off. Timers and timestamps do not depend on it.</summary>
    public TimeSpan WallClockShift { get; set; }

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow() + WallClockShift;

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ToldTimer(_clock.CreateTimer(callback, state, dueTime, period), _changes.Writer);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Waits until a timer of a length in the range is started; shorter and longer ones are passed over.</summary>
    public Task<TimeSpan> TimerAsync(TimeSpan least, TimeSpan most, CancellationToken cancellationToken = default) =>
        NextAsync(_timers.Reader, least, most, cancellationToken);

    /// <summary>Waits until a timer is set anew to a length in the range.</summary>
    public Task<TimeSpan> ChangeAsync(TimeSpan least, TimeSpan most) => NextAsync(_changes.Reader, least, most, default);

    private static async Task<TimeSpan> NextAsync(ChannelReader<TimeSpan> told, TimeSpan least, TimeSpan most, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var due = await told.ReadAsync(limit.Token);
            if (due >= least && due <= most)
                return due;
        }
    }

    private sealed class ToldTimer(ITimer timer, ChannelWriter<TimeSpan> told) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isSet = timer.Change(dueTime, period);
            told.TryWrite(dueTime);
            return isSet;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
