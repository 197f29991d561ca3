using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Data.Messaging.Mqtt;

/// <summary>One connection to a broker, from CONNECT until either side hangs up.</summary>
internal sealed class MqttSession : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly MqttOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<ushort, TaskCompletionSource> _unacknowledged = [];
    private readonly Task _work;
    private long _lastSent;
    private int _unansweredPings;
    private int _nextId;

    private MqttSession(Stream stream, MqttOptions options, TimeProvider time)
    {
        (_stream, _options, _time) = (stream, options, time);
        _lastSent = time.GetTimestamp();
        _work = Task.WhenAll(ReadAsync(), KeepAliveAsync());
    }

    /// <summary>Whether nothing can be sent any more.</summary>
    public bool HasEnded => _ended.IsCancellationRequested;

    /// <exception cref="MqttException">Refused by the broker, or silent for too long.</exception>
    /// <exception cref="IOException">No connection, or no trust in the certificate.</exception>
    public static async Task<MqttSession> ConnectAsync(MqttOptions options, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, both.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls)
                stream = await EncryptAsync(stream, options, both.Token);
            string? password = options.PasswordFile is { } file ? (await File.ReadAllTextAsync(file, both.Token)).Trim() : null;
            await stream.WriteAsync(MqttPacket.Connect(options.ClientId, options.Username, password, options.KeepAlive), both.Token);
            var (type, content) = await MqttPacket.ReadAsync(stream, both.Token);
            if (type != MqttPacket.ConnAck || content.Length != 2)
                throw new MqttException("what answers there is no MQTT 3.1.1 broker");
            if (content[1] != 0)
                throw new MqttException(Refusal(content[1]));
            return new(stream, options, time);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (stream is not null)
                await stream.DisposeAsync();
            if (error is OperationCanceledException && limit.IsCancellationRequested && !cancel.IsCancellationRequested)
                throw new MqttException($"no answer within {options.Timeout.TotalSeconds:0.#} s");
            throw;
        }
    }

    /// <summary>Sends with QoS 1 and waits until the broker has acknowledged it.</summary>
    /// <exception cref="MqttException">The connection ended first, or the broker was silent for too long; the message may have been taken all the same.</exception>
    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var (id, acknowledged) = NextId();
        try
        {
            await SendAsync(MqttPacket.Publish(topic, id, body.Span));
            await acknowledged.WaitAsync(_options.Timeout, _time, cancel);
        }
        catch (TimeoutException)
        {
            // Its number must not be taken for another message while the answer may still come.
            await _ended.CancelAsync();
            throw new MqttException($"no acknowledgement within {_options.Timeout.TotalSeconds:0.#} s");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new MqttException("the broker hung up");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasEnded)
            await ((Task)SendAsync(MqttPacket.Disconnect)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ended.CancelAsync();
        await _work;
        await _stream.DisposeAsync();
    }

    private static async Task<Stream> EncryptAsync(Stream stream, MqttOptions options, CancellationToken cancel)
    {
        var tls = new SslStream(stream);
        var how = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.CaFile is { } file)
        {
            how.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            try
            {
                how.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
            }
            catch (CryptographicException error)
            {
                throw new MqttException($"the authorities in {file} cannot be read: {error.Message}");
            }

            if (how.CertificateChainPolicy.CustomTrustStore.Count == 0)
                throw new MqttException($"there is no certificate in {file}");
        }

        await tls.AuthenticateAsClientAsync(how, cancel);
        return tls;
    }

    private static string Refusal(byte code) => code switch
    {
        1 => "the broker does not speak MQTT 3.1.1",
        2 => "the broker refuses the client id",
        3 => "the broker is not ready",
        4 => "the broker refuses user name or password",
        5 => "the broker does not let this user in",
        _ => $"the broker refuses with code {code}",
    };

    private (ushort Id, Task Acknowledged) NextId()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (int tries = 0; tries < ushort.MaxValue; tries++)
        {
            ushort id = (ushort)Interlocked.Increment(ref _nextId);
            if (id == 0 || !_unacknowledged.TryAdd(id, source))
                continue;
            // The end may have come between the look and the entry.
            if (HasEnded)
                source.TrySetCanceled();
            return (id, source.Task);
        }

        throw new MqttException("too many messages are on their way");
    }

    private async Task SendAsync(byte[] packet)
    {
        await _writing.WaitAsync(_ended.Token);
        try
        {
            await _stream.WriteAsync(packet, _ended.Token);
            _lastSent = _time.GetTimestamp();
        }
        catch (IOException)
        {
            await _ended.CancelAsync();
            throw new MqttException("the broker hung up");
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var (type, content) = await MqttPacket.ReadAsync(_stream, _ended.Token);
                _unansweredPings = 0;
                if (type == MqttPacket.PubAck && content.Length >= 2 && _unacknowledged.TryRemove(BinaryPrimitives.ReadUInt16BigEndian(content), out var waiting))
                    waiting.TrySetResult();
            }
        }
        catch (Exception error) when (error is IOException or MqttException or OperationCanceledException)
        {
            await _ended.CancelAsync();
            foreach (var waiting in _unacknowledged.Values)
                waiting.TrySetCanceled();
        }
    }

    private async Task KeepAliveAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(_options.KeepAlive / 2, _time);
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                // Two without any answer: the broker or the way to it is dead, though nobody hung up.
                if (_unansweredPings >= 2)
                    break;
                if (_time.GetElapsedTime(_lastSent) < _options.KeepAlive / 2)
                    continue;
                _unansweredPings++;
                await SendAsync(MqttPacket.PingRequest);
            }
        }
        catch (Exception error) when (error is MqttException or OperationCanceledException)
        {
        }

        await _ended.CancelAsync();
    }
}
