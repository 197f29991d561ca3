using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Gateway.Tests.Listening;

/// <summary>A folder with a certificate, as a mounted Secret has it.</summary>
internal sealed class TestCertificates : IDisposable
{
    private int _written;

    public string Folder { get; } = Directory.CreateTempSubdirectory("argus-tls-").FullName;

    /// <summary>Makes a certificate and puts it there: the key first, as the certificate is what is looked at.</summary>
    public void Put(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        Write("tls.key", key.ExportPkcs8PrivateKeyPem());
        Write("tls.crt", certificate.ExportCertificatePem());
    }

    public void Write(string name, string text)
    {
        string temporary = Path.Combine(Folder, ".new");
        File.WriteAllText(temporary, text);
        // Two within one tick of the file system are still two.
        File.SetLastWriteTimeUtc(temporary, DateTime.UnixEpoch.AddDays(++_written));
        File.Move(temporary, Path.Combine(Folder, name), overwrite: true);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
