using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Cli.Remote;

/// <summary>A server, and how it is asked.</summary>
internal sealed record RemoteTarget
{
    /// <summary>Scheme, host, port and path of it, with a slash at the end.</summary>
    public required Uri Address { get; init; }

    /// <summary>What it is shown to be let in, or null.</summary>
    public string? Key { get; init; }

    /// <summary>The ModelDeployment that is to answer; null leaves it to the gateway.</summary>
    public string? Deployment { get; init; }

    /// <summary>How long one picture may take, with all waiting and trying again.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Requests under way at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Authorities that its certificate may come from; null: those of this machine.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Whether any certificate is taken.</summary>
    public bool AnyCertificate { get; init; }

    /// <summary>What the user must know before anything is sent.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Key is not null && Address.Scheme == Uri.UriSchemeHttp && !Address.IsLoopback)
                yield return $"Warning: the key goes to {Address.Host} unencrypted, and whoever is on the way can read it. Use https:// where the server has it.";
            if (AnyCertificate)
                yield return $"Warning: --insecure takes any certificate: this may not be {Address.Host}, and whoever it is reads the pictures{(Key is null ? "" : " and the key")}.";
        }
    }

    /// <summary>A client that goes nowhere but to <see cref="Address"/>: it follows no redirect and keeps no cookie.</summary>
    public HttpClient CreateHttp()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            // A proxy of the environment cannot reach this machine's loopback.
            UseProxy = !Address.IsLoopback,
            SslOptions = Tls(),
        };
        var http = new HttpClient(handler) { BaseAddress = Address, Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "argus-cli");
        if (Key is not null)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {Key}");
        if (Deployment is not null)
            http.DefaultRequestHeaders.TryAddWithoutValidation("X-Argus-Deployment", Deployment);
        return http;
    }

    private SslClientAuthenticationOptions Tls()
    {
        var tls = new SslClientAuthenticationOptions();
        if (AnyCertificate)
#pragma warning disable CA5359 // asked for by the user, by name
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        if (Authorities is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities);
        }

        return tls;
    }
}
