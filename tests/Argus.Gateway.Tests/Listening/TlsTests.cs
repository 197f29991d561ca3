using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Listening;

public sealed class TlsTests : IAsyncLifetime
{
    private readonly TestCertificates _certificates = new();
    private GatewayHarness _gateway = null!;

    private Uri Url => _gateway.Url(2);

    public async Task InitializeAsync()
    {
        _certificates.Put("first");
        _gateway = await GatewayHarness.StartAsync(o => o with { TlsCertificates = _certificates.Folder });
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.1")]
    public async Task Get_ByTls_SpeaksWhatTheCallerSpeaks(string version)
    {
        using var http = Client(new ConcurrentBag<string>());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var response = await http.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (response.StatusCode, response.Version));
    }

    [Fact]
    public async Task Get_WhileTheCertificateIsReplaced_NeverFails()
    {
        var seen = new ConcurrentBag<string>();
        using var kept = Client(seen);
        (await kept.GetAsync("/health/live")).Dispose();
        string[] names = ["second", "third", "fourth", "fifth"];

        using var ending = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            int answered = 0;
            while (!ending.IsCancellationRequested)
            {
                using var http = Client(new ConcurrentBag<string>());
                using var response = await http.GetAsync("/health/live", CancellationToken.None);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                answered++;
            }

            return answered;
        })).ToArray();
        foreach (string name in names)
        {
            _certificates.Put(name);
            var fresh = new ConcurrentBag<string>();
            using var http = Client(fresh);
            (await http.GetAsync("/health/live")).Dispose();
            Assert.Equal($"CN={name}", Assert.Single(fresh));
            (await kept.GetAsync("/health/live")).Dispose();
        }

        await ending.CancelAsync();
        Assert.All(await Task.WhenAll(load), answered => Assert.True(answered > 0));
        // Who was connected stays so.
        Assert.Equal("CN=first", Assert.Single(seen));
    }

    [Fact]
    public async Task Get_AfterABrokenReplacement_HasTheCertificateBefore()
    {
        _certificates.Write("tls.crt", "half a certif");
        var seen = new ConcurrentBag<string>();
        using var http = Client(seen);

        (await http.GetAsync("/health/live")).Dispose();

        Assert.Equal("CN=first", Assert.Single(seen));
    }

    [Fact]
    public async Task Get_WhileTheFilesAreAway_HasTheCertificateBefore()
    {
        foreach (string file in Directory.GetFiles(_certificates.Folder))
            File.Delete(file);
        var seen = new ConcurrentBag<string>();
        using var http = Client(seen);

        (await http.GetAsync("/health/live")).Dispose();

        Assert.Equal("CN=first", Assert.Single(seen));
    }

    [Theory]
#pragma warning disable SYSLIB0039, CS0618 // That they are refused is what is tested.
    [InlineData(SslProtocols.Tls)]
    [InlineData(SslProtocols.Tls11)]
#pragma warning restore SYSLIB0039, CS0618
    public async Task Connect_ByAnOldProtocol_IsRefused(SslProtocols protocol)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(Url.Host, Url.Port);
        await using var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);

        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "x", EnabledSslProtocols = protocol }));
    }

    [Fact]
    public async Task Connect_WithoutTls_HarmsNobody()
    {
        using var plain = await RawConnection.OpenAsync(Url);
        await plain.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.DoesNotContain("200 OK", await plain.ReadAllAsync());

        using var http = Client(new ConcurrentBag<string>());
        using var response = await http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _certificates.Dispose();
    }

    private HttpClient Client(ConcurrentBag<string> seen) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = new()
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                seen.Add(((X509Certificate2)certificate!).Subject);
                return true;
            },
        },
    })
    { BaseAddress = Url };
}
