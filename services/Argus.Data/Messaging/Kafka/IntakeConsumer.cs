using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Argus.Data.Messaging.Kafka;

/// <summary>One consumer from its making until it is closed or breaks; all but storing offsets happens on the thread that runs it.</summary>
internal sealed class IntakeConsumer
{
    // Every so many messages the buffer is looked at: it may overflow by as many.
    private const int LookEvery = 32;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Resting = TimeSpan.FromMilliseconds(10);
    private readonly KafkaIntake _intake;
    private readonly IntakeBuffer _buffer;
    private readonly ILogger _log;
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly Dictionary<TopicPartition, IntakePartition> _partitions = [];
    private readonly IReadOnlyList<string> _topics;
    private Error? _fatal;
    private bool _closed;

    public IntakeConsumer(KafkaIntake intake, KafkaConnection connection, KafkaIntakeOptions options, IntakeBuffer buffer, ILogger log)
    {
        (_intake, _buffer, _log) = (intake, buffer, log);
        _topics = JobTopics.All(options.Tasks);
        var builder = new ConsumerBuilder<byte[]?, byte[]?>(Configure(connection, options))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Gone(partitions, lost: false))
            .SetPartitionsLostHandler((_, partitions) => Gone(partitions, lost: true))
            .SetOffsetsCommittedHandler((_, committed) => Committed(committed))
            .SetErrorHandler((_, error) => Failed(error))
            .SetLogHandler((_, _) => { });
        _consumer = KafkaConnection.Build(builder.Build);
    }

    /// <summary>Whether it ever worked.</summary>
    public bool HasRead { get; private set; }

    /// <summary>Reads until stopped or broken, then closes: what has ended is committed.</summary>
    /// <returns>What broke it, or null.</returns>
    public Error? Run(CancellationToken stop)
    {
        try
        {
            if (!stop.IsCancellationRequested)
                _consumer.Subscribe(_topics);
            for (int read = 1; !stop.IsCancellationRequested && _fatal is null; read++)
            {
                bool any = Read(_partitions.Values.Any(p => p.Paused) ? Resting : Idle);
                if (!any || read % LookEvery == 0)
                    Steer();
            }

            Close();
        }
        catch (KafkaException error)
        {
            _fatal = error.Error;
        }
        finally
        {
            Abandon([.. _partitions.Keys]);
            lock (_buffer.Gate)
                _closed = true;
            _consumer.Dispose();
        }

        return _fatal;
    }

    /// <summary>Has the prefix of a partition committed with the next commit.</summary>
    public void StoreNeedsLock(IntakePartition partition)
    {
        if (_closed)
            return;
        try
        {
            _consumer.StoreOffset(new TopicPartitionOffset(partition.Name, partition.Tracker.Committable!.Value));
        }
        catch (KafkaException error)
        {
            Log.NotCommitted(_log, error.Error.Reason);
        }
    }

    public IReadOnlyDictionary<string, long> Lag()
    {
        Dictionary<string, long> lag = [];
        lock (_buffer.Gate)
        {
            foreach (var partition in _closed ? [] : _partitions.Values.ToArray())
            {
                long high = _consumer.GetWatermarkOffsets(partition.Name).High.Value;
                long? next = partition.Tracker.Committable ?? partition.First;
                lag[partition.Name.Topic] = lag.GetValueOrDefault(partition.Name.Topic) + (next is { } from ? Math.Max(0, high - from) : 0);
            }
        }

        return lag;
    }

    private static ConsumerConfig Configure(KafkaConnection connection, KafkaIntakeOptions options) => connection.Fill(new ConsumerConfig
    {
        GroupId = options.Group,
        GroupInstanceId = options.InstanceId,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        // The library commits what was stored, also when partitions are taken away; what is stored is decided here.
        EnableAutoCommit = true,
        EnableAutoOffsetStore = false,
        AutoCommitIntervalMs = (int)options.CommitInterval.TotalMilliseconds,
        SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds,
        HeartbeatIntervalMs = (int)(options.SessionTimeout.TotalMilliseconds / 10),
        MaxPollIntervalMs = (int)Math.Max(300_000, options.SessionTimeout.TotalMilliseconds),
        // New topics of external producers are seen within this time.
        TopicMetadataRefreshIntervalMs = 10_000,
        AllowAutoCreateTopics = true,
        FetchWaitMaxMs = 100,
        QueuedMaxMessagesKbytes = 8 * 1024,
    });

    private bool Read(TimeSpan patience)
    {
        try
        {
            if (_consumer.Consume(patience) is not { Message: not null } result)
                return false;
            Accept(result);
            return true;
        }
        catch (ConsumeException error) when (!error.Error.IsFatal)
        {
            Log.ClientError(_log, "consumer", error.Error.Reason);
            return false;
        }
    }

    private void Accept(ConsumeResult<byte[]?, byte[]?> result)
    {
        HasRead = true;
        var job = JobMessageReader.Read(result.Topic, result.Message.Value, out string? fault);
        IntakeMessage message;
        lock (_buffer.Gate)
        {
            if (!_partitions.TryGetValue(result.TopicPartition, out var partition))
                return;
            if (!partition.Tracker.Begin(result.Offset.Value))
                partition = BeginAgainNeedsLock(partition, result.Offset.Value);
            partition.First ??= result.Offset.Value;
            message = new(_intake, partition, partition.Band, job, result);
            if (job is not null)
                _buffer.AddNeedsLock(message);
            else
                _buffer.BegunNeedsLock();
        }

        if (job is null)
            _intake.Refuse(message, fault!);
    }

    // The broker's log was cut, or an offset was out of range: what was in hand is delivered again.
    private IntakePartition BeginAgainNeedsLock(IntakePartition before, long offset)
    {
        _buffer.DropNeedsLock(before);
        before.Dispose();
        var partition = new IntakePartition(before.Name, before.Band) { Paused = before.Paused };
        _partitions[before.Name] = partition;
        partition.Tracker.Begin(offset);
        return partition;
    }

    private void Steer()
    {
        List<TopicPartition> pause = [];
        List<TopicPartition> resume = [];
        lock (_buffer.Gate)
        {
            foreach (var partition in _partitions.Values)
            {
                bool full = _buffer.IsFullNeedsLock(partition);
                if (full != partition.Paused)
                    (full ? pause : resume).Add(partition.Name);
                partition.Paused = full;
            }
        }

        if (pause.Count > 0)
            _consumer.Pause(pause);
        if (resume.Count > 0)
            _consumer.Resume(resume);
    }

    private void Assigned(List<TopicPartition> partitions)
    {
        Log.Assigned(_log, string.Join(", ", partitions));
        lock (_buffer.Gate)
        {
            foreach (var name in partitions)
            {
                _partitions[name] = new(name, JobTopics.TryParse(name.Topic, out _, out var band) ? band : Band.Normal);
            }
        }
    }

    private void Gone(List<TopicPartitionOffset> partitions, bool lost)
    {
        if (partitions.Count == 0)
            return;
        if (lost)
            Log.Lost(_log, string.Join(", ", partitions.Select(p => p.TopicPartition)));
        else
            Log.Revoked(_log, string.Join(", ", partitions.Select(p => p.TopicPartition)));
        Abandon(partitions.Select(p => p.TopicPartition));
    }

    private void Abandon(IEnumerable<TopicPartition> names)
    {
        List<IntakePartition> gone = [];
        lock (_buffer.Gate)
        {
            foreach (var name in names)
            {
                if (!_partitions.Remove(name, out var partition))
                    continue;
                _buffer.DropNeedsLock(partition);
                gone.Add(partition);
            }
        }

        // Outside the lock: it runs the work of those who wait for it.
        gone.ForEach(partition => partition.Dispose());
    }

    private void Committed(CommittedOffsets committed)
    {
        if (committed.Error.IsError && committed.Error.Code != ErrorCode.Local_NoOffset)
            Log.NotCommitted(_log, committed.Error.Reason);
    }

    private void Failed(Error error)
    {
        Log.ClientError(_log, "consumer", error.Reason);
        if (error.IsFatal)
            _fatal = error;
    }

    private void Close()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException error)
        {
            Log.NotCommitted(_log, error.Error.Reason);
        }
    }
}
