using Argus.Data.Messaging.Kafka;

namespace Argus.Jobs.Health;

/// <summary>Whether Kafka lets this process in.</summary>
internal sealed class BrokerHealth(KafkaPublisher publisher, TimeProvider time) : IDisposable
{
    // Less than a probe waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // The answer names all topics of the cluster.
    private readonly HeldAnswer<string?> _held = new(trouble => TimeSpan.FromSeconds(trouble is null ? 10 : 1), time);

    /// <summary>Null where it does, else why not.</summary>
    public Task<string?> TroubleAsync(CancellationToken cancel) => _held.GetAsync(c => publisher.TroubleAsync(Patience).WaitAsync(c), cancel);

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();
}
