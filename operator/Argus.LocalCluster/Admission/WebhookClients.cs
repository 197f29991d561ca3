using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Argus.LocalCluster.Admission;

/// <summary>Connections to webhooks: each believes the certificates of its configuration, and finds Services by their endpoints.</summary>
internal sealed class WebhookClients(ServiceEndpoints endpoints) : IDisposable
{
    private const string ServiceSuffix = ".svc";
    private readonly ConcurrentDictionary<string, HttpClient> _clients = new();

    public int Count => _clients.Count;

    /// <summary>The client for a bundle of certificates.</summary>
    /// <param name="authorities">PEM in base64; null for those of the system.</param>
    /// <exception cref="FormatException">It is no base64.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It holds no certificates.</exception>
    public HttpClient For(string? authorities) => _clients.GetOrAdd(authorities ?? "", Create);

    /// <summary>Forgets all clients but those for some bundles.</summary>
    public void Keep(IEnumerable<string?> authorities)
    {
        // Not disposed: a call may be under way. Its connections end by themselves, being idle.
        foreach (string gone in _clients.Keys.Except(authorities.Select(bundle => bundle ?? "")))
            _clients.TryRemove(gone, out _);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private HttpClient Create(string authorities)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseProxy = false, ConnectCallback = ConnectAsync };
        if (authorities.Length > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(authorities)));
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return new HttpClient(handler);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        EndPoint target = context.DnsEndPoint;
        if (context.DnsEndPoint is { Host: var host, Port: var port } && host.EndsWith(ServiceSuffix, StringComparison.Ordinal) && host.Split('.') is [var name, var ns, _])
            target = endpoints.Find(ns, name, port) ?? throw new HttpRequestException($"no endpoints available for service \"{name}\"");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
