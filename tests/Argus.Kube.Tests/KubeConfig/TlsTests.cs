using System.Security.Cryptography.X509Certificates;
using Argus.Kube.Client;
using Argus.Kube.Client.KubeConfig;
using Argus.Kube.Tests.Servers;
using Argus.Testing.Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Argus.Kube.Tests.KubeConfig;

public sealed class TlsTests
{
    private static readonly TestAuthority Ours = new("ours");
    private static readonly TestAuthority Others = new("others");

    [Fact]
    public async Task Get_CertificateOfTheAuthority_IsTrustedAndSpeaksHttp2()
    {
        await using var server = await StartAsync(Ours.Server());

        Assert.Equal("HTTP/2 nobody", await GetAsync(new() { Host = server.Address, CertificateAuthorities = Ours.Authorities }));
    }

    [Fact]
    public async Task Get_CertificateOfAnotherAuthority_IsRefused()
    {
        await using var server = await StartAsync(Ours.Server());

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(new() { Host = server.Address, CertificateAuthorities = Others.Authorities }));
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(new() { Host = server.Address }));
    }

    [Fact]
    public async Task Get_SkipTlsVerify_TakesAnyCertificate()
    {
        await using var server = await StartAsync(Ours.Server("elsewhere"));

        Assert.Equal("HTTP/2 nobody", await GetAsync(new() { Host = server.Address, SkipTlsVerify = true }));
    }

    [Fact]
    public async Task Get_TlsServerName_IsTheNameThatTheCertificateMustHave()
    {
        await using var server = await StartAsync(Ours.Server("kubernetes.default"));

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(new() { Host = server.Address, CertificateAuthorities = Ours.Authorities }));
        Assert.Equal("HTTP/2 nobody", await GetAsync(new() { Host = server.Address, CertificateAuthorities = Ours.Authorities, TlsServerName = "kubernetes.default" }));
    }

    [Fact]
    public async Task Get_ClientCertificate_IsWhoWeAre()
    {
        await using var server = await StartAsync(Ours.Server());
        using var me = Ours.Client("me");
        var certificate = Pem.WithKey(me.ExportCertificatePem(), TestAuthority.KeyPem(me));

        Assert.Equal("HTTP/2 CN=me", await GetAsync(new() { Host = server.Address, CertificateAuthorities = Ours.Authorities, ClientCertificate = certificate }));
    }

    private static Task<KubeTestServer> StartAsync(X509Certificate2 certificate) => KubeTestServer.StartAsync(
        async c => await KubeTestServer.WriteAsync(c, 200, $"{c.Request.Protocol} {c.Connection.ClientCertificate?.Subject ?? "nobody"}", "text/plain"),
        o => o.UseHttps(certificate, h =>
        {
            h.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            h.ClientCertificateValidation = (_, _, _) => true;
        }));

    private static async Task<string> GetAsync(KubernetesClientConfiguration config)
    {
        using var client = new KubernetesClient(config, new() { MaxRetries = 0 }, TimeProvider.System);
        return System.Text.Encoding.UTF8.GetString(await client.GetAsync("/version"));
    }
}
