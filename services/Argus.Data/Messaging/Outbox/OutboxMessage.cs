namespace Argus.Data.Messaging.Outbox;

/// <summary>A row of the outbox: a message that was written in the transaction that made it true.</summary>
/// <param name="Id">Ascending in the order of writing for the messages of one key.</param>
/// <param name="Topic">Kafka topic or MQTT topic; webhooks do not look at it.</param>
/// <param name="Key">Messages of the same key are delivered in order: the job id.</param>
/// <param name="Headers">Kafka headers or HTTP headers, such as content-type and traceparent; MQTT 3.1.1 has none.</param>
/// <param name="Body">What is sent, as it is.</param>
public sealed record OutboxMessage(long Id, string Topic, string Key, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);
