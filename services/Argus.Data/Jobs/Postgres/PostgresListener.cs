using System.Globalization;
using Npgsql;

namespace Argus.Data.Jobs.Postgres;

/// <summary>Hears what other processes change, on a connection of its own that is opened anew whenever it breaks.</summary>
internal sealed class PostgresListener : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly PostgresLink _link;
    private readonly string _channel;
    private readonly JobSignals _signals;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private volatile bool _isListening;

    public PostgresListener(PostgresLink link, string channel, JobSignals signals, TimeProvider time)
    {
        (_link, _channel, _signals, _time) = (link, channel, signals, time);
        _loop = Task.Run(LoopAsync);
    }

    public bool IsListening => _isListening;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _link.OpenAsync(_stop.Token);
                connection.Notification += (_, told) => Hear(told);
                await using (var listen = new NpgsqlCommand($"LISTEN {_channel}", connection))
                    await listen.ExecuteNonQueryAsync(_stop.Token);
                _isListening = true;
                pause = FirstPause;
                // What was said while nobody listened is not said again.
                _signals.Set(JobSignalKinds.Work | JobSignalKinds.Outbox | JobSignalKinds.Changes);
                while (true)
                    await connection.WaitAsync(_stop.Token);
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                // Work goes on meanwhile, by the timers of those who wait.
                _isListening = false;
            }
            catch (Exception)
            {
                // It ends: a connection that broke at this very moment is nobody's concern any more.
                return;
            }

            await Task.Delay(pause, _time, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private void Hear(NpgsqlNotificationEventArgs told)
    {
        if (int.TryParse(told.Payload, CultureInfo.InvariantCulture, out int kinds))
            _signals.Set((JobSignalKinds)kinds);
    }
}
