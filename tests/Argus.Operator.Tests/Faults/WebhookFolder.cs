using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Argus.Operator.Tests.Faults;

/// <summary>The folder that an operator has its certificate from.</summary>
internal sealed class WebhookFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argus-webhook-");

    public string Path => _folder.FullName;

    /// <summary>Puts a new certificate into it, and answers what clients are to believe it by.</summary>
    public string Renew(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        string pem = made.ExportCertificatePem();
        File.WriteAllText(System.IO.Path.Combine(Path, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(System.IO.Path.Combine(Path, "tls.crt"), pem);
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
