using System.Collections.Concurrent;
using Argus.Data.Messaging.Events;

namespace Argus.Data.Messaging.Outbox;

/// <summary>The sending of one batch: keys at once, the messages of a key one after the other.</summary>
internal sealed class OutboxBatch(IEventSink sink, CancellationToken stop)
{
    private readonly ConcurrentQueue<(OutboxMessage, Delivery)> _results = [];
    private Delivery? _away;

    /// <summary>What became of each message that was sent; those that the sink was away for are not in it.</summary>
    public IReadOnlyCollection<(OutboxMessage Message, Delivery Delivery)> Results => _results;

    /// <summary>Why the sink takes nothing, or null.</summary>
    public Delivery? Away => _away;

    /// <summary>Sends until one fails: those behind it must not overtake it.</summary>
    public async Task SendInOrderAsync(IEnumerable<OutboxMessage> messages)
    {
        foreach (var message in messages)
        {
            if (_away is not null)
                return;
            var delivery = await sink.SendAsync(message, stop);
            if (delivery.State == DeliveryState.Away)
            {
                _away = delivery;
                return;
            }

            _results.Enqueue((message, delivery));
            if (delivery.State == DeliveryState.Later)
                return;
        }
    }
}
