using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.LocalCluster.Access;

/// <summary>The certificate by which clients know the server. They send no token to one without.</summary>
internal static class ServerCertificate
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The certificate kept in a folder; made at the first start, and anew before it expires.</summary>
    public static X509Certificate2 In(string folder, TimeProvider clock)
    {
        string path = Path.Combine(folder, "server.pem");
        if (File.Exists(path))
        {
            var known = X509Certificate2.CreateFromPemFile(path);
            if (known.NotAfter.ToUniversalTime() > clock.GetUtcNow().UtcDateTime + RenewBefore)
                return known;
            known.Dispose();
        }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Request(key).CreateSelfSigned(clock.GetUtcNow().AddDays(-1), clock.GetUtcNow() + Validity);
        Kubeconfig.WritePrivate(path, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return X509Certificate2.CreateFromPemFile(path);
    }

    private static CertificateRequest Request(ECDsa key)
    {
        var request = new CertificateRequest("CN=argus-local-cluster", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        request.CertificateExtensions.Add(names.Build());
        // It signs nothing but itself, and is its own root.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request;
    }
}
