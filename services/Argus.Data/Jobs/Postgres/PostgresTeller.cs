using System.Globalization;
using Npgsql;

namespace Argus.Data.Jobs.Postgres;

/// <summary>
/// Tells other processes that something changed, after it is committed. PostgreSQL lets transactions that notify commit one after the other, so that a
/// flush of one would hold up all others; by themselves notifications flush nothing. What a process that dies did not tell, others find by their timers.
/// </summary>
internal sealed class PostgresTeller(PostgresLink link, string channel, TimeProvider time) : IAsyncDisposable
{
    // The first is told at once; what comes until the next is told together.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private JobSignalKinds _kinds;
    private Task _telling = Task.CompletedTask;
    private bool _isTelling;

    /// <summary>Waits for nothing.</summary>
    public void Tell(JobSignalKinds kinds)
    {
        lock (_lock)
        {
            _kinds |= kinds;
            if (_isTelling || _kinds == JobSignalKinds.None)
                return;
            _isTelling = true;
            _telling = Task.Run(TellAsync);
        }
    }

    /// <summary>Waits a little for what is to be told still.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_telling, Task.Delay(Farewell, time));
        await _stop.CancelAsync();
        await _telling;
        _stop.Dispose();
    }

    private async Task TellAsync()
    {
        while (Take() is var kinds && kinds != JobSignalKinds.None)
        {
            try
            {
                await link.DoAsync(connection => NotifyAsync(connection, kinds), again: true, _stop.Token);
            }
            catch (Exception)
            {
                // Others find it by their timers. Whoever lost the connection looks at everything once it is back.
            }

            await Task.Delay(Gap, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested)
                return;
        }
    }

    private JobSignalKinds Take()
    {
        lock (_lock)
        {
            var kinds = _kinds;
            _kinds = JobSignalKinds.None;
            _isTelling = kinds != JobSignalKinds.None;
            return kinds;
        }
    }

    private async Task<int> NotifyAsync(NpgsqlConnection connection, JobSignalKinds kinds)
    {
        await using var session = new PostgresSession(connection);
        return await session.Add("SELECT pg_notify($1, $2)", channel, Text(kinds)).RunAsync(_stop.Token);
    }

    /// <summary>The words of a notification.</summary>
    public static string Text(JobSignalKinds kinds) => ((int)kinds).ToString(CultureInfo.InvariantCulture);
}
