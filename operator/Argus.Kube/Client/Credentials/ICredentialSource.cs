using System.Security.Cryptography.X509Certificates;

namespace Argus.Kube.Client.Credentials;

/// <summary>Gives what a request is known by.</summary>
internal interface ICredentialSource
{
    /// <summary>For the handshake; null when there is none.</summary>
    X509Certificate2? Certificate { get; }

    /// <summary>Adds the header.</summary>
    ValueTask AddToAsync(HttpRequestMessage message, CancellationToken cancellationToken);

    /// <summary>Forgets what the server refused; false when asking again would give the same.</summary>
    bool Renew();
}
