using System.Globalization;
using System.Text;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Outbox;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Argus.Data.Messaging.Kafka;

/// <summary>Moves messages to other topics, with the reason and where they came from, and does not rest until they are there.</summary>
internal sealed class Forwarder(KafkaPublisher publisher, TimeProvider time, Random random, ILogger log)
{
    private const int MostReason = 1000;
    private const int Excerpt = 1024;
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), random);

    /// <summary>Returns when it is there, or when it was abandoned and so will be delivered again.</summary>
    public async Task MoveAsync(IntakeMessage message, string topic, string reason)
    {
        var moved = Copy(message.Raw, reason);
        for (int attempt = 1; !message.Abandoned.IsCancellationRequested; attempt++)
        {
            try
            {
                var delivery = await publisher.SendAsync(topic, moved, message.Abandoned);
                if (delivery.State == DeliveryState.Done)
                    return;
                var pause = _backoff.After(attempt);
                Log.CannotForward(log, topic, pause.TotalSeconds, delivery.Reason ?? "");
                // With its headers it is longer than it came: nothing may block a partition for ever.
                if (delivery.State == DeliveryState.Dead)
                    moved.Value = moved.Value is { Length: > Excerpt } body ? body[..Excerpt] : null;
                await Task.Delay(pause, time, message.Abandoned);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static Message<byte[]?, byte[]?> Copy(ConsumeResult<byte[]?, byte[]?> raw, string reason)
    {
        Headers headers = [];
        foreach (var header in raw.Message.Headers.Where(h => !h.Key.StartsWith("argus-", StringComparison.Ordinal)))
            headers.Add(header.Key, header.GetValueBytes());
        Add(headers, MessageHeaders.Reason, reason.Length > MostReason ? reason[..MostReason] : reason);
        Add(headers, MessageHeaders.SourceTopic, raw.Topic);
        Add(headers, MessageHeaders.SourcePartition, raw.Partition.Value.ToString(CultureInfo.InvariantCulture));
        Add(headers, MessageHeaders.SourceOffset, raw.Offset.Value.ToString(CultureInfo.InvariantCulture));
        return new() { Key = raw.Message.Key, Value = raw.Message.Value, Headers = headers };
    }

    private static void Add(Headers headers, string name, string value) => headers.Add(name, Encoding.UTF8.GetBytes(value));
}
