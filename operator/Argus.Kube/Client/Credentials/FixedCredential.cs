using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Argus.Kube.Client.Credentials;

/// <summary>A token, a password, a certificate, or nothing.</summary>
internal sealed class FixedCredential(AuthenticationHeaderValue? header, X509Certificate2? certificate) : ICredentialSource
{
    public X509Certificate2? Certificate => certificate;

    public static FixedCredential From(KubernetesClientConfiguration config)
    {
        var header = config switch
        {
            { AccessToken: { } token } => new AuthenticationHeaderValue("Bearer", token),
            { Username: { } name } => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{config.Password}"))),
            _ => null,
        };
        return new FixedCredential(header, config.ClientCertificate);
    }

    public ValueTask AddToAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        message.Headers.Authorization = header;
        return ValueTask.CompletedTask;
    }

    public bool Renew() => false;
}
