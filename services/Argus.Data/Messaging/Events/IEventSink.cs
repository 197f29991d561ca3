using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Messaging.Events;

/// <summary>Where messages of the outbox go: Kafka, MQTT, a webhook. At least once: a message can be delivered and still be reported as not done.</summary>
public interface IEventSink : IAsyncDisposable
{
    /// <summary>Its name in the outbox.</summary>
    string Name { get; }

    /// <summary>Sends one message and waits until the other side has taken it. Many may be under way at once; they can overtake each other, so that whoever wants an order waits for one before sending the next.</summary>
    /// <returns>What became of it. Failures of the other side and of the network are values, not exceptions.</returns>
    /// <exception cref="OperationCanceledException">Cancelled: whether it was delivered is not known.</exception>
    Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel);
}
