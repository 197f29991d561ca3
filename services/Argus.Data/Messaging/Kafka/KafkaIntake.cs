using System.Runtime.CompilerServices;
using Argus.Data.Messaging.Outbox;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Argus.Data.Messaging.Kafka;

/// <summary>
/// Reads job messages as a member of a consumer group and hands them out by priority. A message is committed when it and all before it in its partition have ended:
/// whatever dies, each is delivered at least once. What nobody can use goes to <see cref="JobTopics.Dead"/> and holds up nothing.
/// </summary>
public sealed class KafkaIntake : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly KafkaConnection _connection;
    private readonly KafkaIntakeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IntakeBuffer _buffer;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private volatile IntakeConsumer? _consumer;

    /// <summary>Begins to read, as soon as the options let it.</summary>
    /// <param name="publisher">For messages that go to other topics.</param>
    /// <param name="random">Spreads the pauses after failures.</param>
    /// <exception cref="DllNotFoundException">librdkafka is not here.</exception>
    /// <exception cref="KafkaSettingsException">The connection is faulty.</exception>
    /// <exception cref="ArgumentException">The options are faulty.</exception>
    public KafkaIntake(KafkaConnection connection, KafkaIntakeOptions options, KafkaPublisher publisher, TimeProvider time, Random random, ILogger<KafkaIntake> log)
    {
        KafkaLibrary.Require();
        options.Validate();
        (_connection, _options, _time, _log) = (connection, options, time, log);
        _buffer = new(options);
        _backoff = new(FirstPause, LongestPause, random);
        Forwarder = new(publisher, time, random, log);
        var first = Open();
        _running = RunAsync(first);
    }

    internal Forwarder Forwarder { get; }

    /// <summary>Takes up to so many messages, the most urgent first; waits where there is none.</summary>
    /// <returns>One or more; none where the intake was closed.</returns>
    public Task<IReadOnlyList<IntakeMessage>> TakeAsync(int most, CancellationToken cancel) => _buffer.TakeAsync(most, cancel);

    /// <summary>Messages one by one, until the intake is closed.</summary>
    public async IAsyncEnumerable<IntakeMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (await TakeAsync(1, cancel) is [var message])
            yield return message;
    }

    /// <summary>Messages by topic that this member has still to finish. A partition counts from the first message that was read of it.</summary>
    public IReadOnlyDictionary<string, long> Lag() => _consumer?.Lag() ?? new Dictionary<string, long>();

    /// <summary>Hands out nothing more, waits for what is in hand as long as the options say, commits and leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _buffer.Close().WaitAsync(_options.Drain, _time);
        }
        catch (TimeoutException)
        {
            Log.NotDrained(_log, _buffer.InHand);
        }

        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    internal void End(IntakeMessage message)
    {
        lock (_buffer.Gate)
        {
            _buffer.EndedNeedsLock();
            var partition = message.Partition;
            if (!partition.Gone.IsCancellationRequested && partition.Tracker.End(message.Offset))
                _consumer?.StoreNeedsLock(partition);
        }
    }

    // A message that nobody can use counts as handed out until it is among the dead, so that the end waits for it.
    internal void Refuse(IntakeMessage message, string fault)
    {
        Log.Refused(_log, JobTopics.Dead, message.Topic, message.Raw.Partition.Value, message.Offset, fault);
        _ = message.RefuseAsync(fault);
    }

    private IntakeConsumer Open() => _consumer = new(this, _connection, _options, _buffer, _log);

    private async Task RunAsync(IntakeConsumer first)
    {
        // Stopped before: the first ends at once, and is closed as every other.
        await _options.Begin.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var consumer = first;
        for (int failures = 0; ;)
        {
            string? reason = consumer is null ? null : await ReadAsync(consumer);
            if (_stop.IsCancellationRequested)
                return;
            failures = consumer is { HasRead: true } ? 1 : failures + 1;
            var pause = _backoff.After(failures);
            if (consumer is not null)
                Log.ConsumerBroke(_log, pause.TotalSeconds, reason ?? "");
            try
            {
                await Task.Delay(pause, _time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            consumer = TryOpen();
        }
    }

    private async Task<string?> ReadAsync(IntakeConsumer consumer)
    {
        var error = await Task.Factory.StartNew(() => consumer.Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _consumer = null;
        return error?.Reason;
    }

    // A file of the settings that is gone or half written must not end the reading for good.
    private IntakeConsumer? TryOpen()
    {
        try
        {
            return Open();
        }
        catch (KafkaSettingsException error)
        {
            Log.CannotRead(_log, error.Message);
            return null;
        }
    }
}
