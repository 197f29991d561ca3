using Confluent.Kafka;

namespace Argus.Data.Messaging.Kafka;

/// <summary>A partition from its assignment until it is taken away or read again from an earlier place.</summary>
internal sealed class IntakePartition(TopicPartition name, Band band) : IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    public TopicPartition Name => name;

    public Band Band => band;

    public PrefixTracker Tracker { get; } = new();

    /// <summary>Where reading began; null before the first message.</summary>
    public long? First { get; set; }

    public bool Paused { get; set; }

    /// <summary>Cancelled when its messages count no more.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>Messages not ended, those of this partition count from now on for nothing.</summary>
    public void Dispose()
    {
        // Not disposed: messages in hand still look at the token.
        _gone.Cancel();
    }
}
