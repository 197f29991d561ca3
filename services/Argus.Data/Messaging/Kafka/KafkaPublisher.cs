using System.Diagnostics;
using System.Text;
using Argus.Data.Messaging.Events;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Argus.Data.Messaging.Kafka;

/// <summary>Writes to Kafka: idempotent, acknowledged by all replicas in sync. Messages that are under way together travel in batches.</summary>
public sealed class KafkaPublisher : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private readonly KafkaConnection _connection;
    private readonly TimeSpan _patience;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly LastError _lastError = new();
    private IProducer<byte[]?, byte[]?>? _producer;
    private Task _asking = Task.CompletedTask;

    /// <param name="patience">How long the library itself tries to deliver a message before it is reported as not delivered; 1 second or more.</param>
    /// <exception cref="DllNotFoundException">librdkafka is not here.</exception>
    /// <exception cref="KafkaSettingsException">The connection is faulty.</exception>
    public KafkaPublisher(KafkaConnection connection, TimeSpan patience, ILogger<KafkaPublisher> log)
    {
        KafkaLibrary.Require();
        (_connection, _patience, _log) = (connection, patience, log);
        _producer = Build();
    }

    /// <summary>Sends one message and waits for the word of the brokers. Where the headers name no trace, the one at hand goes along.</summary>
    /// <param name="key">Decides the partition: messages of a key stay in order. Null: any partition.</param>
    /// <param name="body">Null is a tombstone.</param>
    /// <returns>What became of it; never <see cref="DeliveryState.Later"/>.</returns>
    public Task<Delivery> SendAsync(string topic, string? key, byte[]? body, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancel)
    {
        Headers all = [];
        foreach (var (name, value) in headers)
            all.Add(name, Encoding.UTF8.GetBytes(value));
        if (Activity.Current?.Id is { } trace && !all.TryGetLastBytes(MessageHeaders.TraceParent, out _))
            all.Add(MessageHeaders.TraceParent, Encoding.ASCII.GetBytes(trace));
        return SendAsync(topic, new() { Key = key is null ? null : Encoding.UTF8.GetBytes(key), Value = body, Headers = all }, cancel);
    }

    /// <summary>Asks the brokers whether they are there and let this process in. One question at a time: who asks meanwhile gets the same answer.</summary>
    /// <param name="patience">Longest wait for it.</param>
    /// <returns>Null where they are, else why not, as a sentence.</returns>
    public Task<string?> TroubleAsync(TimeSpan patience)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_producer is null, this);
            var producer = _producer;
            if (_asking is not Task<string?> { IsCompleted: false } asking)
                _asking = asking = Task.Run(() => Ask(producer, patience));
            return asking;
        }
    }

    internal async Task<Delivery> SendAsync(string topic, Message<byte[]?, byte[]?> message, CancellationToken cancel)
    {
        var producer = Current();
        var done = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            producer.Produce(topic, message, report => done.TrySetResult(Judge(report.Error, producer)));
        }
        catch (ProduceException<byte[]?, byte[]?> error)
        {
            return Judge(error.Error, producer);
        }
        catch (KafkaException error)
        {
            return Judge(error.Error, producer);
        }

        return await done.Task.WaitAsync(cancel);
    }

    public ValueTask DisposeAsync()
    {
        IProducer<byte[]?, byte[]?>? last;
        lock (_lock)
            (last, _producer) = (_producer, null);
        return last is null ? ValueTask.CompletedTask : new(Task.Run(() => CloseAsync(last)));
    }

    // The name of the topic or the size of the message: no other try will mend it.
    private static bool IsHopeless(ErrorCode code) => code is
        ErrorCode.MsgSizeTooLarge or ErrorCode.Local_InvalidArg or ErrorCode.InvalidMsg or ErrorCode.InvalidRecord or ErrorCode.TopicException or ErrorCode.RecordListTooLarge;

    private string? Ask(IProducer<byte[]?, byte[]?> producer, TimeSpan patience)
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
            admin.GetMetadata(patience);
            return null;
        }
        catch (KafkaException error)
        {
            return $"Kafka cannot be reached: {_lastError.Behind(error.Error)}";
        }
    }

    private async Task CloseAsync(IProducer<byte[]?, byte[]?> producer)
    {
        // A question uses its handle until it is answered.
        await _asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        producer.Flush(Farewell);
        producer.Dispose();
    }

    private Delivery Judge(Error error, IProducer<byte[]?, byte[]?> producer)
    {
        if (!error.IsError)
            return Delivery.Done;
        if (error.IsFatal || error.Code is ErrorCode.Local_Fatal)
            Replace(producer, error);
        string reason = $"Kafka: {error.Reason}";
        return IsHopeless(error.Code) ? Delivery.Dead(reason) : Delivery.Away(reason);
    }

    private IProducer<byte[]?, byte[]?> Current()
    {
        lock (_lock)
            return _producer ?? throw new ObjectDisposedException(nameof(KafkaPublisher));
    }

    // An idempotent producer whose numbering broke takes nothing more; a new one begins a new numbering.
    private void Replace(IProducer<byte[]?, byte[]?> broken, Error error)
    {
        lock (_lock)
        {
            if (_producer != broken)
                return;
            Log.ProducerBroke(_log, error.Reason);
            try
            {
                _producer = Build();
            }
            catch (KafkaSettingsException fault)
            {
                // The broken one refuses the next message as well, which leads here again.
                Log.CannotWrite(_log, fault.Message);
                return;
            }
        }

        // Not here: this may be a thread of the producer that ends.
        _ = Task.Run(() => CloseAsync(broken));
    }

    private IProducer<byte[]?, byte[]?> Build()
    {
        var config = _connection.Fill(new ProducerConfig
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = 2,
            CompressionType = CompressionType.Lz4,
            MessageTimeoutMs = (int)_patience.TotalMilliseconds,
            RequestTimeoutMs = (int)Math.Clamp(_patience.TotalMilliseconds / 2, 500, 30_000),
            // Keys meet in the same partitions as with Kafka's own clients.
            Partitioner = Partitioner.Murmur2Random,
        });
        var builder = new ProducerBuilder<byte[]?, byte[]?>(config)
            .SetErrorHandler((_, error) =>
            {
                _lastError.Set(error);
                Log.ClientError(_log, "producer", error.Reason);
            })
            .SetLogHandler((_, _) => { });
        return KafkaConnection.Build(builder.Build);
    }
}
