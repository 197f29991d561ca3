using System.Text;
using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Events;
using Confluent.Kafka;

namespace Argus.Data.Messaging.Kafka;

/// <summary>A job message in hand. It is delivered again after a crash until it was ended.</summary>
public sealed class IntakeMessage
{
    private readonly KafkaIntake _intake;
    private int _ended;

    internal IntakeMessage(KafkaIntake intake, IntakePartition partition, Band band, JobMessage? job, ConsumeResult<byte[]?, byte[]?> raw)
    {
        (_intake, Partition, Band, Raw) = (intake, partition, band, raw);
        Job = job!;
    }

    /// <summary>The message, all fields set.</summary>
    public JobMessage Job { get; }

    public Band Band { get; }

    public string Topic => Raw.Topic;

    public long Offset => Raw.Offset.Value;

    /// <summary>The W3C trace context that it came with, or null.</summary>
    public string? TraceParent => Header(MessageHeaders.TraceParent);

    /// <summary>What tracing systems added to it, or null.</summary>
    public string? TraceState => Header(MessageHeaders.TraceState);

    /// <summary>Cancelled when its partition was taken away: another worker gets it, and ending it here counts for nothing.</summary>
    public CancellationToken Abandoned => Partition.Gone;

    internal IntakePartition Partition { get; }

    internal ConsumeResult<byte[]?, byte[]?> Raw { get; }

    /// <summary>Its result is stored, or it needs none. A second call does nothing.</summary>
    public void Done()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            _intake.End(this);
    }

    /// <summary>It can never be done: it goes to <see cref="JobTopics.Dead"/> with the reason. Returns when it is there, however long the broker is away, or when the message was abandoned.</summary>
    public async Task RefuseAsync(string reason)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        await _intake.Forwarder.MoveAsync(this, JobTopics.Dead, reason);
        _intake.End(this);
    }

    private string? Header(string name) => Raw.Message.Headers.TryGetLastBytes(name, out byte[]? value) && value is not null ? Encoding.UTF8.GetString(value) : null;
}
