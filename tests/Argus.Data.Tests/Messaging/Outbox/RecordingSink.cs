using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Tests.Messaging.Outbox;

/// <summary>Writes down what reaches it and answers as a test says.</summary>
/// <param name="answer">Asked for each message; a message has reached the sink unless <c>Reached</c> is false.</param>
internal sealed class RecordingSink(Func<OutboxMessage, (bool Reached, Delivery Answer)> answer) : IEventSink
{
    private readonly Lock _lock = new();
    private readonly List<(string Key, long Id)> _reached = [];

    public string Name => "recording";

    public IReadOnlyList<(string Key, long Id)> Reached
    {
        get
        {
            lock (_lock)
                return [.. _reached];
        }
    }

    public async Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        // As the network does it: others get their turn in between.
        await Task.Yield();
        cancel.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var (reached, delivery) = answer(message);
            if (reached)
                _reached.Add((message.Key, message.Id));
            return delivery;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
