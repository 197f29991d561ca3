using System.Net.Sockets;
using System.Security.Authentication;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Messaging.Mqtt;

/// <summary>
/// Takes messages of the outbox to an MQTT broker with QoS 1. It connects when there is something to send and again after a break;
/// what was not acknowledged is reported as not delivered, and so sent again.
/// </summary>
public sealed class MqttSink : IEventSink
{
    private readonly MqttOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private MqttSession? _session;

    /// <exception cref="ArgumentException">The options are faulty.</exception>
    public MqttSink(MqttOptions options, TimeProvider time)
    {
        options.Validate();
        (_options, _time) = (options, time);
    }

    public string Name => "mqtt";

    public async Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        if (MqttPacket.FaultOf(message.Topic) is { } fault)
            return Delivery.Dead($"MQTT: {fault}.");
        if (message.Body.Length > _options.MostBytes)
            return Delivery.Dead($"MQTT: the body has {message.Body.Length} bytes, and at most {_options.MostBytes} are sent.");
        try
        {
            var session = await SessionAsync(cancel);
            await session.PublishAsync(message.Topic, message.Body, cancel);
            return Delivery.Done;
        }
        catch (Exception error) when (error is MqttException or IOException or SocketException or AuthenticationException or UnauthorizedAccessException)
        {
            return Delivery.Away($"MQTT broker {_options.Host}:{_options.Port}: {error.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        _connecting.Dispose();
    }

    private async Task<MqttSession> SessionAsync(CancellationToken cancel)
    {
        if (_session is { HasEnded: false } ready)
            return ready;
        await _connecting.WaitAsync(cancel);
        try
        {
            if (_session is { HasEnded: false } made)
                return made;
            if (_session is not null)
                await _session.DisposeAsync();
            _session = null;
            return _session = await MqttSession.ConnectAsync(_options, _time, cancel);
        }
        finally
        {
            _connecting.Release();
        }
    }
}
