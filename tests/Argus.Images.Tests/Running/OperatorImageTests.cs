using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Argus.Images.Tests.Dockerfiles;

namespace Argus.Images.Tests.Running;

[Collection(PublishedPrograms.Name)]
public sealed class OperatorImageTests(PublishedProgram published)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Dockerfile File = Dockerfile.Read("images/operator.Dockerfile");

    [Fact]
    public async Task Run_TheClusterIsAway_LivesIsNotReadyAndSaysSo()
    {
        string folder = Directory.CreateTempSubdirectory("argus-kubeconfig-").FullName;
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = AwayCluster.WriteTo(folder) };
        await using var program = Contained.Start(File, published.Of(File), environment, []);
        await program.UntilAsync("modeldeployments");

        using var http = new HttpClient { BaseAddress = new Uri($"http://{program.Address}:8080") };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Contains("argus_leader 0", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
        await using var check = Contained.Start(File, published.Of(File), environment, [], ["--health"], program.Address);
        await check.EndAsync();
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("answers 503", check.Output, StringComparison.Ordinal);

        await program.StopAsync();
        Assert.Equal(0, program.ExitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Run_AClusterWithTls_IsTrustedByItsAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cluster", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string folder = Directory.CreateTempSubdirectory("argus-kubeconfig-").FullName;
        string config = AwayCluster.WriteTo(folder, $"https://{listener.LocalEndpoint}", certificate.ExportCertificatePem());

        await using var program = Contained.Start(File, published.Of(File), new() { ["KUBECONFIG"] = config }, []);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(Patience);
        await using var tls = new SslStream(connection.GetStream());
        // The handshake ends only where the operator takes the certificate for that of its cluster.
        await tls.AuthenticateAsServerAsync(certificate).WaitAsync(Patience);
        byte[] asked = new byte[4];
        await tls.ReadExactlyAsync(asked).AsTask().WaitAsync(Patience);

        Assert.Equal("GET "u8.ToArray(), asked);
        Directory.Delete(folder, recursive: true);
    }
}
