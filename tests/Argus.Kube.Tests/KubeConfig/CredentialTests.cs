using System.Text.Json;
using Argus.Kube.Client;
using Argus.Kube.Client.Credentials;
using Argus.Kube.Client.KubeConfig;
using Argus.Kube.Tests.Servers;
using Argus.Testing.Certificates;

namespace Argus.Kube.Tests.KubeConfig;

public sealed class CredentialTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();
    private string? _accepted;
    private readonly ScriptedLine _line;

    public CredentialTests() => _line = new ScriptedLine(r =>
        _accepted is null || r.Authorization == _accepted ? ScriptedLine.Answer(200) : ScriptedLine.Answer(401, "Unauthorized", contentType: "text/plain"));

    private string Last => _line.Received.Last().Authorization;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Send_TokenOrPassword_IsTheHeader()
    {
        await GetAsync(new() { Host = Host, AccessToken = "t" });
        Assert.Equal("Bearer t", Last);

        await GetAsync(new() { Host = Host, Username = "u", Password = "p" });
        Assert.Equal("Basic dTpw", Last);

        await GetAsync(new() { Host = Host });
        Assert.Equal("", Last);
    }

    [Fact]
    public async Task Send_WrongToken_IsA401WithoutASecondTry()
    {
        _accepted = "Bearer other";

        var error = await Assert.ThrowsAsync<KubernetesException>(() => GetAsync(new() { Host = Host, AccessToken = "t" }));

        Assert.True(error.IsUnauthorized);
        Assert.Single(_line.Received);
    }

    [Fact]
    public async Task Send_TokenFileRotated_IsReadAgainAfterAMinute()
    {
        string path = _folder.Write("token", "one\n");
        using var client = NewClient(new() { Host = Host, TokenFile = path });
        await client.GetAsync("/version");
        _folder.Write("token", "two\n");
        await client.GetAsync("/version");
        Assert.Equal("Bearer one", Last);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await client.GetAsync("/version");

        Assert.Equal("Bearer two", Last);
    }

    [Fact]
    public async Task Send_TokenRefused_IsReadAgainAtOnce()
    {
        string path = _folder.Write("token", "one");
        using var client = NewClient(new() { Host = Host, TokenFile = path });
        await client.GetAsync("/version");
        _folder.Write("token", "two");
        _accepted = "Bearer two";

        await client.GetAsync("/version");

        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], _line.Received.Select(r => r.Authorization));
    }

    [Fact]
    public async Task Send_TokenFileGoneForAMoment_KeepsTheLastToken()
    {
        string path = _folder.Write("token", "one");
        using var client = NewClient(new() { Host = Host, TokenFile = path });
        await client.GetAsync("/version");
        File.Delete(path);
        _clock.Advance(TimeSpan.FromMinutes(2));

        await client.GetAsync("/version");

        Assert.Equal("Bearer one", Last);
    }

    [Fact]
    public async Task Send_ExecToken_IsAskedForOnceUntilItExpires()
    {
        string end = _clock.GetUtcNow().AddMinutes(10).ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        string script = _folder.Script("plugin", $$$"""
            echo x >> {{{_folder.At("runs")}}}
            n=$(wc -l < {{{_folder.At("runs")}}} | tr -d ' ')
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$n'","expirationTimestamp":"{{{end}}}"}}'
            """);
        using var client = NewClient(new() { Host = Host, Exec = Exec(script) });
        await client.GetAsync("/version");
        _clock.Advance(TimeSpan.FromMinutes(9));
        await client.GetAsync("/version");
        Assert.Equal("Bearer t1", Last);

        _clock.Advance(TimeSpan.FromSeconds(55));
        await client.GetAsync("/version");

        Assert.Equal("Bearer t2", Last);
    }

    [Fact]
    public async Task Send_ExecTokenRefused_IsAskedForAgain()
    {
        string script = _folder.Script("plugin", $$$"""
            echo x >> {{{_folder.At("runs")}}}
            n=$(wc -l < {{{_folder.At("runs")}}} | tr -d ' ')
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$n'"}}'
            """);
        using var client = NewClient(new() { Host = Host, Exec = Exec(script) });
        _accepted = "Bearer t2";

        await client.GetAsync("/version");

        Assert.Equal(["Bearer t1", "Bearer t2"], _line.Received.Select(r => r.Authorization));
    }

    [Fact]
    public async Task Send_ExecFromKubeConfig_GetsItsArgumentsEnvironmentAndCluster()
    {
        _folder.Script("bin/plugin", $$$"""
            printf '%s' "$KUBERNETES_EXEC_INFO" > {{{_folder.At("info")}}}
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$1-$NAME'"}}'
            """);
        string path = _folder.Write("config", """
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "http://server:8001", tls-server-name: other}}]
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./bin/plugin
                  args: [get]
                  env: [{name: NAME, value: me}]
                  provideClusterInfo: true
                  interactiveMode: IfAvailable
            """);

        await GetAsync(KubeConfigReader.Read([path], null));

        Assert.Equal("Bearer get-me", Last);
        var spec = JsonDocument.Parse(File.ReadAllText(_folder.At("info"))).RootElement.GetProperty("spec");
        Assert.False(spec.GetProperty("interactive").GetBoolean());
        Assert.Equal("http://server:8001", spec.GetProperty("cluster").GetProperty("server").GetString());
        Assert.Equal("other", spec.GetProperty("cluster").GetProperty("tls-server-name").GetString());
    }

    [Theory]
    [InlineData("echo no >&2; exit 3", "ended with code 3: no")]
    [InlineData("echo nonsense", "printed no ExecCredential")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t"}}'""", "v1beta1")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "neither a token nor a certificate")]
    public async Task Send_ExecFails_SaysHow(string script, string expected)
    {
        var error = await Assert.ThrowsAsync<KubeConfigException>(() => GetAsync(new() { Host = Host, Exec = Exec(_folder.Script("plugin", script)) }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(_line.Received);
    }

    [Fact]
    public async Task Send_ExecHangs_IsEndedAfterAMinute()
    {
        var get = GetAsync(new() { Host = Host, Exec = Exec(_folder.Script("plugin", "exec tail -f /dev/null")) }, TimeSpan.FromHours(1));
        _clock.Advance(await _clock.TimerAsync(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)));

        var error = await Assert.ThrowsAsync<KubeConfigException>(() => get);

        Assert.Contains("within 60 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ExecMissing_GivesTheInstallHint()
    {
        var error = await Assert.ThrowsAsync<KubeConfigException>(() => GetAsync(new() { Host = Host, Exec = Exec(_folder.At("none")) with { InstallHint = "Install it." } }));

        Assert.Contains("Install it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ExecCertificate_IsForTheHandshake()
    {
        using var mine = new TestAuthority("ca").Client("me");
        _folder.Write("answer", JsonSerializer.Serialize(new
        {
            apiVersion = "client.authentication.k8s.io/v1",
            kind = "ExecCredential",
            status = new { clientCertificateData = mine.ExportCertificatePem(), clientKeyData = TestAuthority.KeyPem(mine) },
        }));
        using var source = new ExecCredential(Exec(_folder.Script("plugin", $"cat {_folder.At("answer")}")), _clock);
        using var message = new HttpRequestMessage();

        await source.AddToAsync(message, CancellationToken.None);

        Assert.Equal(("CN=me", true), (source.Certificate!.Subject, source.Certificate.HasPrivateKey));
        Assert.Null(message.Headers.Authorization);
    }

    private static Uri Host => new("http://server");

    private static ExecConfiguration Exec(string command) => new() { ApiVersion = "client.authentication.k8s.io/v1", Command = command };

    private async Task GetAsync(KubernetesClientConfiguration config, TimeSpan? limit = null)
    {
        using var client = NewClient(config, limit);
        await client.GetAsync("/version");
    }

    private KubernetesClient NewClient(KubernetesClientConfiguration config, TimeSpan? limit = null) =>
        new(config, new() { MaxRetries = 0, RequestTimeout = limit ?? TimeSpan.FromSeconds(30) }, _clock, new Random(1), _line);
}
