using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Argus.Kube.Client.Credentials;
using Argus.Kube.Client.KubeConfig;

namespace Argus.Kube.Client;

/// <summary>Connections to one API server.</summary>
internal static class HttpClientFactory
{
    public static HttpClient Create(KubernetesClientConfiguration config, HttpMessageHandler handler, string userAgent)
    {
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(userAgent, null));
        if (config.Impersonate is { } user)
            http.DefaultRequestHeaders.Add("Impersonate-User", user);
        foreach (string group in config.ImpersonateGroups)
            http.DefaultRequestHeaders.Add("Impersonate-Group", group);
        return http;
    }

    /// <summary>Scheme, host, port and path that requests are sent to, without a slash at the end.</summary>
    public static string ServerAddress(KubernetesClientConfiguration config)
    {
        var address = new UriBuilder(config.Host);
        // The handshake takes its name from the address; ConnectToHost finds the real host.
        if (config.TlsServerName is { } name)
            address.Host = name;
        return address.Uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    public static SocketsHttpHandler CreateHandler(KubernetesClientConfiguration config, ICredentialSource credentials)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            // So that a server that vanished is noticed under a silent watch.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            SslOptions = CreateTls(config, credentials),
        };
        if (config.Proxy is { } proxy)
            handler.Proxy = new WebProxy(proxy);
        if (config.TlsServerName is not null)
            ConnectToHost(handler, config);
        return handler;
    }

    private static SslClientAuthenticationOptions CreateTls(KubernetesClientConfiguration config, ICredentialSource credentials)
    {
        var tls = new SslClientAuthenticationOptions { LocalCertificateSelectionCallback = (_, _, _, _, _) => credentials.Certificate! };
        if (config.SkipTlsVerify)
#pragma warning disable CA5359 // asked for by the user, by name
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        if (config.CertificateAuthorities is { } authorities)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return tls;
    }

    private static void ConnectToHost(SocketsHttpHandler handler, KubernetesClientConfiguration config)
    {
        if (config.Proxy is not null)
            throw new KubeConfigException("tls-server-name and proxy-url cannot be used together.");
        handler.UseProxy = false;
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(config.Host.Host, config.Host.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
    }
}
