using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Cli.Tests.Remote;

/// <summary>Whom the command line believes to be the server.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Post_AuthorityOfOnesOwn_IsTrustedWhereItIsNamed()
    {
        using var authority = Authority();
        using var certificate = Certificate(authority, "localhost");
        await using var server = await StartAsync(certificate);
        using var client = new ClientUnderTest(At(server, "localhost"), change: target => target with { Authorities = [authority] });

        Assert.True((await client.DetectAsync()).Ok);
    }

    [Fact]
    public async Task Post_UnknownAuthority_SaysWhatToDoAndSendsNothing()
    {
        using var authority = Authority();
        using var certificate = Certificate(authority, "localhost");
        await using var server = await StartAsync(certificate);
        using var client = new ClientUnderTest(At(server, "localhost"), "secret");

        var reply = await client.DetectAsync();

        Assert.True(reply.Trouble!.ForAll);
        Assert.Contains("is not to be trusted. Where it comes from an authority of your own, name that with --ca FILE.", reply.Trouble.Sentence);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Post_CertificateOfAnotherName_IsRefused()
    {
        using var authority = Authority();
        using var certificate = Certificate(authority, "other.example");
        await using var server = await StartAsync(certificate);
        using var client = new ClientUnderTest(At(server, "localhost"), change: target => target with { Authorities = [authority] });

        Assert.Contains("made out for another name", (await client.DetectAsync()).Trouble!.Sentence);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Post_AnyCertificateAskedFor_IsTaken()
    {
        using var authority = Authority();
        using var certificate = Certificate(authority, "other.example");
        await using var server = await StartAsync(certificate);
        using var client = new ClientUnderTest(At(server, "localhost"), change: target => target with { AnyCertificate = true });

        Assert.True((await client.DetectAsync()).Ok);
    }

    [Fact]
    public async Task Post_TlsToAServerWithout_SaysToWriteHttp()
    {
        await using var server = await StartAsync(null);
        using var client = new ClientUnderTest(new UriBuilder(server.Address) { Scheme = "https" }.Uri);

        var reply = await client.DetectAsync();

        Assert.EndsWith("does not speak TLS, or not as this machine does. If it is meant to be unencrypted, write http://.", reply.Trouble!.Sentence);
        Assert.True(reply.Trouble.ForAll);
    }

    [Fact]
    public async Task Post_NoTlsToAServerWith_SaysToWriteHttps()
    {
        using var authority = Authority();
        using var certificate = Certificate(authority, "localhost");
        await using var server = await StartAsync(certificate);
        using var client = new ClientUnderTest(new UriBuilder(server.Address) { Scheme = "http" }.Uri);

        Assert.Contains("If it speaks TLS, write https://.", (await client.DetectAsync()).Trouble!.Sentence);
    }

    private static Task<FakeServer> StartAsync(X509Certificate2? certificate) =>
        FakeServer.StartAsync((http, _) => FakeServer.WriteAsync(http, 200, Answers.Face()), certificate);

    private static Uri At(FakeServer server, string host) => new UriBuilder(server.Address) { Host = host }.Uri;

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=An authority of one's own", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Certificate(X509Certificate2 authority, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
