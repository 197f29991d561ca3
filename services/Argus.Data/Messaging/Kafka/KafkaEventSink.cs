using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Messaging.Kafka;

/// <summary>Takes messages of the outbox to the Kafka topics that they name: events, and jobs for the workers.</summary>
public sealed class KafkaEventSink(KafkaPublisher publisher) : IEventSink
{
    public string Name => "kafka";

    public Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel) =>
        publisher.SendAsync(message.Topic, message.Key, message.Body.ToArray(), message.Headers, cancel);

    // The publisher belongs to whoever made it.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
