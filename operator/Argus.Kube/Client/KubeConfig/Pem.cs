using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Kube.Client.KubeConfig;

/// <summary>Reads certificates.</summary>
internal static class Pem
{
    public static X509Certificate2Collection Authorities(string pem)
    {
        var certificates = new X509Certificate2Collection();
        Checked("certificate-authority", () => certificates.ImportFromPem(pem));
        return certificates.Count > 0 ? certificates : throw new KubeConfigException("certificate-authority has no certificate in PEM form.");
    }

    public static X509Certificate2 WithKey(string certificate, string key)
    {
        X509Certificate2? result = null;
        Checked("client-certificate and client-key", () => result = X509Certificate2.CreateFromPem(certificate, key));
        return result!;
    }

    private static void Checked(string what, Action read)
    {
        try
        {
            read();
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new KubeConfigException($"{what} cannot be read: {error.Message}", error);
        }
    }
}
