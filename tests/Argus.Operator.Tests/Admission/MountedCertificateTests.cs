using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argus.ServiceDefaults.Certificates;

namespace Argus.Operator.Tests.Admission;

public sealed class MountedCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argus-tls-").FullName;

    [Fact]
    public void Current_AfterRenewal_IsTheNewOneAndABrokenPairChangesNothing()
    {
        Write("CN=first", DateTime.UnixEpoch);
        using var mounted = new MountedCertificate(_folder);
        Assert.Equal("CN=first", mounted.Current.Subject);

        File.WriteAllText(Path.Combine(_folder, "tls.crt"), "half a certif");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "tls.crt"), DateTime.UnixEpoch.AddDays(1));
        Assert.Equal("CN=first", mounted.Current.Subject);

        Write("CN=second", DateTime.UnixEpoch.AddDays(2));
        Assert.Equal("CN=second", mounted.Current.Subject);
        Assert.True(mounted.Current.HasPrivateKey);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string subject, DateTime written)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(Path.Combine(_folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_folder, "tls.crt"), certificate.ExportCertificatePem());
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "tls.crt"), written);
    }
}
