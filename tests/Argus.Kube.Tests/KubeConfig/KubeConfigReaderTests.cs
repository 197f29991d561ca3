using System.Text;
using Argus.Kube.Client;
using Argus.Kube.Client.KubeConfig;
using Argus.Testing.Certificates;

namespace Argus.Kube.Tests.KubeConfig;

public sealed class KubeConfigReaderTests : IDisposable
{
    private const string Contexts = """
        apiVersion: v1
        kind: Config
        current-context: dev
        contexts:
        - name: dev
          context: {cluster: one, user: me, namespace: team}
        - name: prod
          context: {cluster: two, user: me}
        clusters:
        - name: one
          cluster: {server: "https://one:6443"}
        - name: two
          cluster: {server: "https://two:6443/base"}
        """;

    private static readonly TestAuthority Authority = new("ca");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_CurrentContext_GivesServerNamespaceAndToken()
    {
        var config = Read(Contexts + "\nusers:\n- name: me\n  user: {token: secret}\n");

        Assert.Equal((new Uri("https://one:6443"), "team", "secret"), (config.Host, config.Namespace, config.AccessToken));
    }

    [Fact]
    public void Read_OtherContext_IsTakenByName()
    {
        string path = _folder.Write("config", Contexts + "\nusers:\n- name: me\n  user: {username: u, password: p}\n");

        var config = KubeConfigReader.Read([path], "prod");

        Assert.Equal((new Uri("https://two:6443/base"), "default", "u", "p"), (config.Host, config.Namespace, config.Username, config.Password));
    }

    [Fact]
    public void Read_SeveralFiles_FirstOneThatSaysSomethingWins()
    {
        string first = _folder.Write("first", "contexts:\n- name: dev\n  context: {cluster: one, user: first}\nusers:\n- name: first\n  user: {token: of-first}\n");
        string second = _folder.Write("second", Contexts + "\nusers:\n- name: first\n  user: {token: of-second}\n");

        var config = KubeConfigReader.Read([first, _folder.At("missing"), second], null);

        Assert.Equal(("of-first", "default", new Uri("https://one:6443")), (config.AccessToken, config.Namespace, config.Host));
    }

    [Fact]
    public void Read_CertificatesInline_AreTakenFromBase64()
    {
        using var mine = Authority.Client("me");

        var config = Read(WithCertificates(
            $"certificate-authority-data: {Base64(Authority.AuthorityPem)}",
            $"{{client-certificate-data: {Base64(mine.ExportCertificatePem())}, client-key-data: {Base64(TestAuthority.KeyPem(mine))}}}"));

        Assert.Equal("CN=ca", Assert.Single(config.CertificateAuthorities!).Subject);
        Assert.Equal(("CN=me", true), (config.ClientCertificate!.Subject, config.ClientCertificate.HasPrivateKey));
    }

    [Fact]
    public void Read_CertificateFiles_AreRelativeToTheKubeConfig()
    {
        using var mine = Authority.Client("me");
        _folder.Write("pki/ca.crt", Authority.AuthorityPem);
        _folder.Write("pki/me.crt", mine.ExportCertificatePem());
        _folder.Write("pki/me.key", TestAuthority.KeyPem(mine));

        var config = Read(WithCertificates("certificate-authority: pki/ca.crt", "{client-certificate: pki/me.crt, client-key: pki/me.key, tokenFile: pki/token}"));

        Assert.Equal("CN=ca", Assert.Single(config.CertificateAuthorities!).Subject);
        Assert.Equal("CN=me", config.ClientCertificate!.Subject);
        Assert.Equal(_folder.At("pki/token"), config.TokenFile);
    }

    [Fact]
    public void Read_ClusterOptions_AreTaken()
    {
        var config = Read("""
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://h", insecure-skip-tls-verify: true, proxy-url: "socks5://proxy:1080", tls-server-name: other}}]
            users: [{name: u, user: {as: someone, as-groups: [a, b]}}]
            """);

        Assert.Equal((true, new Uri("socks5://proxy:1080"), "other", "someone"), (config.SkipTlsVerify, config.Proxy, config.TlsServerName, config.Impersonate));
        Assert.Equal(["a", "b"], config.ImpersonateGroups);
    }

    [Fact]
    public void Read_Json_IsYamlToo()
    {
        var config = Read("""{"current-context":"c","contexts":[{"name":"c","context":{"cluster":"c"}}],"clusters":[{"name":"c","cluster":{"server":"http://localhost:8080"}}]}""");

        Assert.Equal(new Uri("http://localhost:8080"), config.Host);
    }

    [Theory]
    [InlineData("- a", "mapping")]
    [InlineData("a: [", "line")]
    [InlineData("contexts: []", "kubectl config use-context")]
    [InlineData("current-context: x\ncontexts: [{name: a, context: {cluster: a}}]", "no context 'x' in the kubeconfig; it has a")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: b}}]", "no cluster 'b' in the kubeconfig; it has none")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {user: b}}]", "names no cluster")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\nclusters: [{name: a, cluster: {}}]", "has no server")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\nclusters: [{name: a, cluster: {server: 'ftp://x'}}]", "no http or https address")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\nclusters: [{name: a, cluster: {server: 'https://x', proxy-url: 'x'}}]", "proxy-url 'x'")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\nclusters: [{name: a, cluster: {server: 'https://x', certificate-authority-data: '%'}}]", "not base64")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\nclusters: [{name: a, cluster: {server: 'https://x', certificate-authority-data: 'YQ=='}}]", "no certificate in PEM form")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: a}}]\nclusters: [{name: a, cluster: {server: 'https://x', certificate-authority: no-such-file}}]", "no-such-file")]
    public void Read_Wrong_SaysWhat(string text, string expected)
    {
        var error = Assert.Throws<KubeConfigException>(() => Read(text));

        Assert.Contains(expected, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("{client-certificate-data: YQ==}", "belong together")]
    [InlineData("{client-certificate-data: YQ==, client-key-data: YQ==}", "cannot be read")]
    [InlineData("{auth-provider: {name: gcp}}", "use exec")]
    [InlineData("{exec: {apiVersion: client.authentication.k8s.io/v1}}", "no command")]
    [InlineData("{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}", "v1alpha1")]
    [InlineData("{exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}}", "terminal")]
    public void Read_WrongUser_SaysWhat(string user, string expected)
    {
        var error = Assert.Throws<KubeConfigException>(() => Read(Contexts + $"\nusers:\n- name: me\n  user: {user}\n"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_NamesWhereItLooked() =>
        Assert.Contains(_folder.At("x"), Assert.Throws<KubeConfigException>(() => KubeConfigReader.Read([_folder.At("x")], null)).Message, StringComparison.Ordinal);

    [Fact]
    public void BuildDefaultConfig_KubeConfigSet_GoesBeforeThePod()
    {
        string path = _folder.Write("config", Contexts.Replace(", user: me", "", StringComparison.Ordinal));

        var config = KubernetesClientConfiguration.BuildDefaultConfig(Environment(("KUBECONFIG", $"{_folder.At("none")}:{path}"), ("KUBERNETES_SERVICE_HOST", "10.0.0.1")));

        Assert.Equal(new Uri("https://one:6443"), config.Host);
    }

    [Theory]
    [InlineData("10.0.0.1", "https://10.0.0.1/")]
    [InlineData("fd00::1", "https://[fd00::1]/")]
    public void BuildDefaultConfig_InPod_TakesTheServiceAccount(string host, string expected)
    {
        _folder.Write("token", "t\n");
        _folder.Write("namespace", "here\n");
        _folder.Write("ca.crt", Authority.AuthorityPem);

        var config = KubernetesClientConfiguration.BuildDefaultConfig(Environment(("KUBERNETES_SERVICE_HOST", host), ("KUBERNETES_SERVICE_PORT", "443")));

        Assert.Equal((new Uri(expected), "here", _folder.At("token")), (config.Host, config.Namespace, config.TokenFile));
        Assert.Equal("CN=ca", Assert.Single(config.CertificateAuthorities!).Subject);
    }

    [Fact]
    public void BuildDefaultConfig_InPodWithoutToken_SaysWhatThePodNeeds() =>
        Assert.Contains(
            "automountServiceAccountToken",
            Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.BuildDefaultConfig(Environment(("KUBERNETES_SERVICE_HOST", "h"), ("KUBERNETES_SERVICE_PORT", "443")))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void BuildDefaultConfig_Nothing_SaysWhatToDo() =>
        Assert.Contains("set KUBECONFIG", Assert.Throws<KubeConfigException>(() => KubernetesClientConfiguration.BuildDefaultConfig(Environment())).Message, StringComparison.Ordinal);

    [Fact]
    public void BuildDefaultConfig_HomeFile_IsTheLastResort()
    {
        _folder.Write(".kube/config", Contexts.Replace(", user: me", "", StringComparison.Ordinal));

        Assert.Equal("team", KubernetesClientConfiguration.BuildDefaultConfig(Environment()).Namespace);
    }

    private KubernetesClientConfiguration Read(string text) => KubeConfigReader.Read([_folder.Write("config", text)], null);

    private KubeEnvironment Environment(params (string Name, string Value)[] variables) =>
        new(n => variables.FirstOrDefault(v => v.Name == n).Value, _folder.Root, _folder.Root);

    private static string WithCertificates(string cluster, string user) =>
        $$$"""
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "https://h", {{{cluster}}}}}]
        users: [{name: u, user: {{{user}}}}]
        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
