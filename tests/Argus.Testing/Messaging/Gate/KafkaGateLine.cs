using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Argus.Testing.Messaging.Gate;

/// <summary>One connection through a gate.</summary>
internal sealed class KafkaGateLine(KafkaGate gate)
{
    private const short UnsupportedMechanism = 33;
    private const short TopicNotAllowed = 29;
    private const short TopicThere = 36;
    private const short AuthenticationFailed = 58;
    private readonly ConcurrentDictionary<int, KafkaRequest> _asked = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private SaslServer? _sasl;

    private bool IsIn => gate.Options.User is null || _sasl is { IsIn: true };

    public async Task RunAsync(Stream client, CancellationToken stop)
    {
        await using var line = await SecureAsync(client, stop);
        using var broker = new TcpClient();
        await broker.ConnectAsync("127.0.0.1", gate.BrokerPort, stop);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var back = BackAsync(line, broker.GetStream(), end);
        try
        {
            await ForthAsync(line, broker.GetStream(), end.Token);
        }
        finally
        {
            await end.CancelAsync();
            await ((Task)back).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Stream> SecureAsync(Stream client, CancellationToken stop)
    {
        if (gate.Options.Certificate is not { } certificate)
            return client;
        var tls = new SslStream(client);
        var how = new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = gate.Options.ClientAuthorities is not null };
        if (gate.Options.ClientAuthorities is { } authorities)
        {
            how.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            how.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        await tls.AuthenticateAsServerAsync(how, stop);
        return tls;
    }

    private async Task ForthAsync(Stream line, Stream broker, CancellationToken stop)
    {
        while (await KafkaFrame.ReadAsync(line, stop) is { } frame)
        {
            var request = new KafkaRequest(frame);
            if (request.Api == KafkaFrame.SaslHandshake)
                await WriteAsync(line, Handshake(request), stop);
            else if (request.Api == KafkaFrame.SaslAuthenticate)
                await WriteAsync(line, Authenticate(request), stop);
            else if (!IsIn && request.Api != KafkaFrame.ApiVersions)
                // As brokers do with those who have not said who they are.
                return;
            else if (request.Api == KafkaFrame.CreateTopics)
                await WriteAsync(line, await MakeTopicsAsync(request), stop);
            else
                await PassOnAsync(broker, request, frame, stop);
        }
    }

    private async Task PassOnAsync(Stream broker, KafkaRequest request, byte[] frame, CancellationToken stop)
    {
        _asked[request.Correlation] = request;
        await KafkaFrame.WriteAsync(broker, frame, stop);
    }

    private async Task BackAsync(Stream line, Stream broker, CancellationTokenSource end)
    {
        try
        {
            while (await KafkaFrame.ReadAsync(broker, end.Token) is { } frame)
            {
                _asked.TryRemove(BinaryPrimitives.ReadInt32BigEndian(frame), out var request);
                if (request?.Api is KafkaFrame.ApiVersions)
                    frame = WithOurs(frame);
                else if (request?.Api is KafkaFrame.Metadata or KafkaFrame.FindCoordinator)
                    NameTheGate(frame);
                if (request?.Api is KafkaFrame.Metadata)
                    NameTheController(frame, request.Version);
                await WriteAsync(line, frame, end.Token);
            }
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private async Task WriteAsync(Stream line, byte[] frame, CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            await KafkaFrame.WriteAsync(line, frame, stop);
        }
        finally
        {
            _writing.Release();
        }
    }

    private byte[] Handshake(KafkaRequest request)
    {
        bool known = gate.Options.User is not null && request.Text() == gate.Options.Mechanism;
        if (known)
            _sasl = new(gate.Options.Mechanism, gate.Options.User!.Value.Name, gate.Options.User.Value.Password);
        return KafkaFrame.Answer(request.Correlation, known ? (short)0 : UnsupportedMechanism, 1, gate.Options.Mechanism);
    }

    private byte[] Authenticate(KafkaRequest request) => _sasl?.Answer(request.Bytes()) is { } answer
        ? KafkaFrame.Answer(request.Correlation, (short)0, null, answer)
        : KafkaFrame.Answer(request.Correlation, AuthenticationFailed, "Authentication failed: invalid credentials", Array.Empty<byte>());

    private async Task<byte[]> MakeTopicsAsync(KafkaRequest request)
    {
        int count = request.Int();
        List<object?> fields = [0, count];
        for (int i = 0; i < count; i++)
        {
            string name = request.Text()!;
            int partitions = request.Int();
            request.Short();
            if (request.Int() != 0 || request.Int() != 0)
                throw new InvalidDataException("The gate places no replicas and takes no settings.");
            short error = !gate.Options.MakesTopics ? TopicNotAllowed : await gate.MakeAsync(name, partitions) ? (short)0 : TopicThere;
            fields.AddRange([name, error, null]);
        }

        return KafkaFrame.Answer(request.Correlation, [.. fields]);
    }

    // After the correlation and the error: how many requests are known, and for each its number, its oldest and its newest version.
    private byte[] WithOurs(byte[] frame)
    {
        const int entries = 10;
        List<(short, short, short)> ours = [(KafkaFrame.CreateTopics, 2, 4)];
        if (gate.Options.User is not null)
            ours.AddRange([(KafkaFrame.SaslHandshake, 0, 1), (KafkaFrame.SaslAuthenticate, 0, 0)]);
        byte[] added = [.. ours.SelectMany(o => new[] { o.Item1, o.Item2, o.Item3 }).SelectMany(n => new[] { (byte)(n >> 8), (byte)n })];
        byte[] all = [.. frame[..entries], .. added, .. frame[entries..]];
        BinaryPrimitives.WriteInt32BigEndian(all.AsSpan(6), BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(6)) + ours.Count);
        return all;
    }

    // The address of a broker is its host, then its port: both of the same length for the gate.
    private void NameTheGate(byte[] frame)
    {
        byte[] theirs = [.. Encoding.ASCII.GetBytes("127.0.0.1"), 0, 0, (byte)(gate.BrokerPort >> 8), (byte)gate.BrokerPort];
        for (int at = 0; frame.AsSpan(at).IndexOf(theirs) is >= 0 and var found; at += found + theirs.Length)
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(at + found + 9), gate.Port);
    }

    // The mock cluster has none: its number stands behind the name of the cluster, whose length is one more from version 9 on.
    private static void NameTheController(byte[] frame, short version)
    {
        int name = frame.AsSpan().IndexOf("mockCluster"u8);
        int length = frame[name - 1] - (version >= 9 ? 1 : 0);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(name + length), 1);
    }
}
