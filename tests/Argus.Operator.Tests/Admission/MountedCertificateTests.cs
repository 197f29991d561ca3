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

    [Fact]
    public void Current_WhileTheKeyIsAnothers_IsTheOneBefore()
    {
        Write("CN=first", DateTime.UnixEpoch);
        string oldKey = File.ReadAllText(Path.Combine(_folder, "tls.key"));
        using var mounted = new MountedCertificate(_folder);
        Assert.Equal("CN=first", mounted.Current.Subject);

        Write("CN=second", DateTime.UnixEpoch.AddDays(1));
        string newKey = File.ReadAllText(Path.Combine(_folder, "tls.key"));
        File.WriteAllText(Path.Combine(_folder, "tls.key"), oldKey);
        Assert.Equal("CN=first", mounted.Current.Subject);

        File.WriteAllText(Path.Combine(_folder, "tls.key"), newKey);
        Assert.Equal("CN=second", mounted.Current.Subject);
    }

    [Fact]
    public void Context_OfAFileWithSeveral_HoldsThoseThatLeadToTheRoot()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var middleRequest = new CertificateRequest("CN=middle", middleKey, HashAlgorithmName.SHA256);
        middleRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var middle = middleRequest.Create(root, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(99), [1]).CopyWithPrivateKey(middleKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256).Create(middle, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(98), [2]);
        File.WriteAllText(Path.Combine(_folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_folder, "tls.crt"), leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem());

        using var mounted = new MountedCertificate(_folder);

        Assert.Equal("CN=leaf", mounted.Current.Subject);
        Assert.Equal("CN=middle", Assert.Single(mounted.Context.IntermediateCertificates).Subject);
    }

    [Fact]
    public void TroubleOf_ABrokenPair_IsASentence()
    {
        Write("CN=first", DateTime.UnixEpoch);
        Assert.Null(MountedCertificate.TroubleOf(_folder));

        File.WriteAllText(Path.Combine(_folder, "tls.key"), "no key");

        Assert.NotEmpty(MountedCertificate.TroubleOf(_folder)!);
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
