using System.Threading.Channels;
using Argus.Data.Messaging.Events;
using Microsoft.Extensions.Logging;

namespace Argus.Data.Messaging.Outbox;

/// <summary>
/// Carries one sink's rows of the outbox to it: at least once, messages of a key one after the other, those of different keys at once.
/// A message that fails holds up its own key only; a sink that is away holds up all. One pump works at a time, that which has the lease.
/// </summary>
public sealed class OutboxPump
{
    private readonly IEventSink _sink;
    private readonly OutboxSource _source;
    private readonly OutboxPumpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Backoff _backoff;
    private readonly Dictionary<string, HeldKey> _held = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Gathering _gathering;
    private int _failures;

    /// <param name="random">Spreads the pauses.</param>
    public OutboxPump(IEventSink sink, OutboxSource source, OutboxPumpOptions options, TimeProvider time, Random random, ILogger<OutboxPump> log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        (_sink, _source, _options, _time, _log) = (sink, source, options, time, log);
        _gathering = new(time);
        _backoff = new(options.FirstPause, options.LongestPause, random);
    }

    /// <summary>There may be new rows: looks at once.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Works until stopped. A stop waits for nothing: what was sent and not acknowledged is sent again by the next pump.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
                await TurnAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception error) when (stop.IsCancellationRequested)
        {
            // The store failed on the way out: what it was not told is sent again by the next pump.
            Log.SourceFailed(_log, error, _sink.Name, 0);
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    private async Task TurnAsync(CancellationToken stop)
    {
        try
        {
            if (await _source.LeaseAsync(_options.Lease, stop))
                await WhileLeasedAsync(stop);
            else
                await PauseAsync(_options.Lease / 2, wakeable: false, stop);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            var pause = _backoff.After(++_failures);
            Log.SourceFailed(_log, error, _sink.Name, pause.TotalSeconds);
            await PauseAsync(pause, wakeable: false, stop);
        }
    }

    private async Task WhileLeasedAsync(CancellationToken stop)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Renewed beside the work: a slow sink must not cost the lease.
        var renewal = RenewAsync(lost);
        try
        {
            while (true)
                await PauseAsync(await PassAsync(lost.Token), wakeable: _failures == 0, lost.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            Log.LeaseLost(_log, _sink.Name);
        }
        finally
        {
            await lost.CancelAsync();
            await renewal;
        }
    }

    private async Task RenewAsync(CancellationTokenSource lost)
    {
        try
        {
            using var timer = new PeriodicTimer(_options.Lease / 3, _time);
            while (await timer.WaitForNextTickAsync(lost.Token))
            {
                if (!await _source.LeaseAsync(_options.Lease, lost.Token))
                    break;
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception error)
        {
            Log.SourceFailed(_log, error, _sink.Name, 0);
        }

        await lost.CancelAsync();
    }

    // Always from the first row on: a transaction that ended late has a lower id than rows that are gone already.
    private async Task<TimeSpan> PassAsync(CancellationToken stop)
    {
        await _gathering.NextAsync(stop);
        long after = long.MinValue;
        // Keys that were passed over: they stay so until the end of the pass, or a later message of theirs would overtake.
        HashSet<string> waiting = [];
        while (true)
        {
            var rows = await _source.ReadAsync(after, _options.BatchSize, stop);
            if (rows.Count > 0)
            {
                _gathering.Took(rows.Count);
                after = rows[^1].Id;
                var away = await SendBatchAsync(rows, waiting, stop);
                if (away is { } delivery)
                    return PauseAfter(delivery);
            }

            if (rows.Count < _options.BatchSize)
                break;
        }

        return NextLook();
    }

    /// <returns>Null, or why the sink takes nothing at present.</returns>
    private async Task<Delivery?> SendBatchAsync(IReadOnlyList<OutboxMessage> rows, HashSet<string> waiting, CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        var batch = new OutboxBatch(_sink, stop);
        waiting.UnionWith(rows.Where(row => _held.TryGetValue(row.Key, out var held) && held.Until > now).Select(row => row.Key));
        var sending = Task.WhenAll(rows.Where(row => !waiting.Contains(row.Key)).GroupBy(row => row.Key).Select(batch.SendInOrderAsync).ToArray());
        try
        {
            await sending;
        }
        finally
        {
            // Also when it was stopped on the way: what was delivered need not be sent twice.
            var receipts = batch.Results.Select(Judge).OfType<OutboxReceipt>().ToArray();
            if (receipts.Length > 0)
                await _source.AcknowledgeAsync(receipts, CancellationToken.None);
        }

        waiting.UnionWith(batch.Results.Where(r => r.Delivery.State == DeliveryState.Later).Select(r => r.Message.Key));
        if (batch.Away is null && _failures > 0)
        {
            _failures = 0;
            Log.Back(_log, _sink.Name);
        }

        return batch.Away;
    }

    private OutboxReceipt? Judge((OutboxMessage Message, Delivery Delivery) result)
    {
        var (message, delivery) = result;
        int attempts = (_held.TryGetValue(message.Key, out var held) ? held.Attempts : 0) + 1;
        if (delivery.State == DeliveryState.Later && attempts < _options.MostAttempts)
        {
            var pause = delivery.After ?? _backoff.After(attempts);
            _held[message.Key] = new(attempts, _time.GetUtcNow() + pause);
            return null;
        }

        _held.Remove(message.Key);
        if (delivery.State == DeliveryState.Done)
            return new(message.Id);
        string reason = delivery.State == DeliveryState.Dead ? delivery.Reason! : $"Given up after {attempts} attempts: {delivery.Reason}";
        Log.Dead(_log, message.Id, message.Key, _sink.Name, reason);
        return new(message.Id, reason);
    }

    private TimeSpan PauseAfter(Delivery away)
    {
        var pause = _backoff.After(++_failures);
        if (away.After > pause)
            pause = away.After.Value;
        Log.Away(_log, _sink.Name, pause.TotalSeconds, away.Reason ?? "");
        return pause;
    }

    private TimeSpan NextLook()
    {
        var next = _held.Values.Select(held => held.Until - _time.GetUtcNow()).Append(_options.IdleLook).Min();
        return next > TimeSpan.Zero ? next : TimeSpan.Zero;
    }

    private async Task PauseAsync(TimeSpan pause, bool wakeable, CancellationToken stop)
    {
        if (!wakeable)
        {
            await Task.Delay(pause, _time, stop);
            return;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(_wake.Reader.WaitToReadAsync(woken.Token).AsTask(), Task.Delay(pause, _time, woken.Token));
        await woken.CancelAsync();
        // Taken before the look at the store: a wake that comes later brings another look.
        _wake.Reader.TryRead(out _);
        stop.ThrowIfCancellationRequested();
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await _source.ReleaseAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            Log.SourceFailed(_log, error, _sink.Name, 0);
        }
    }

    /// <param name="Attempts">Failures of the message that comes next for this key.</param>
    /// <param name="Until">When it may be sent again.</param>
    private readonly record struct HeldKey(int Attempts, DateTimeOffset Until);
}
