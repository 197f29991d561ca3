using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Argus.Testing.Messaging.Gate;

/// <summary>
/// Stands before the one broker of a <see cref="KafkaBroker"/>, which itself speaks plain text and asks nobody who he is: it adds TLS, SASL and the making of topics.
/// The broker's answers name the gate as the broker, so that clients come through it alone.
/// </summary>
public sealed class KafkaGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _made = [];
    private readonly Task _accepting;

    public KafkaGate(KafkaBroker broker, KafkaGateOptions options)
    {
        (Broker, Options, BrokerPort) = (broker, options, int.Parse(broker.Servers.Split(':')[1]));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens: host:port.</summary>
    public string Servers => $"127.0.0.1:{Port}";

    /// <summary>What clients asked it to make, with the partitions that they wanted.</summary>
    public IReadOnlyDictionary<string, int> Made => _made;

    internal KafkaBroker Broker { get; }

    internal KafkaGateOptions Options { get; }

    internal int BrokerPort { get; }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
    }

    /// <returns>Whether it was not there.</returns>
    internal async Task<bool> MakeAsync(string topic, int partitions)
    {
        try
        {
            await Broker.MakeTopicAsync(topic, partitions);
            return _made.TryAdd(topic, partitions);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                connections.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
                await new KafkaGateLine(this).RunAsync(client.GetStream(), _stop.Token);
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // The client has hung up, or was shown the door.
        }
    }
}
