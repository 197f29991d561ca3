using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Argus.Chart.Tests.Helm;
using Argus.Gateway.Configuration;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Values;

/// <summary>The gateway reads what the chart sets, and finds what it names where the chart mounts it.</summary>
public sealed class GatewayEnvironmentTests : IDisposable
{
    private const string Keys = "ARGUS_API_KEYS", Tls = "ARGUS_TLS_CERTIFICATES", Jwt = "ARGUS_JWT_KEYS";

    // Read by the exporter of traces itself.
    private const string Traces = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly MadeFolder _folder = new();

    public GatewayEnvironmentTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=gateway", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        Write("tls.crt", certificate.ExportCertificatePem());
        Write("tls.key", key.ExportPkcs8PrivateKeyPem());
        Write("jwks.json", new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "oct", ["k"] = new string('A', 64) }) }.ToJsonString());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Scenario.All), MemberType = typeof(Scenario))]
    public async Task Gateway_TakesTheEnvironmentOfTheChart(string name)
    {
        var environment = PodEnvironment.Values(await PodEnvironment.DeploymentAsync(name, "gateway"));
        foreach (var (variable, value) in environment.Where(e => e.Key is Keys or Tls or Jwt).ToArray())
            environment[variable] = variable == Jwt ? Path.Combine(_folder.Path, Path.GetFileName(value)) : _folder.Path;
        HashSet<string> read = [Traces];

        var errors = GatewayOptionsReader.Read(Read, out var options);

        Assert.Empty(errors);
        Assert.Empty(environment.Keys.Where(PodEnvironment.IsOfTheProgram).Except(read).Except(PodEnvironment.Added));
        Assert.Equal((8080, 8081), (options.Port, options.AdminPort));
        Assert.False(options.Trust.Disabled);

        string? Read(string variable)
        {
            read.Add(variable);
            return environment.GetValueOrDefault(variable);
        }
    }

    [Fact]
    public async Task Gateway_WithEverything_ReadsTheValues()
    {
        var environment = PodEnvironment.Values(await PodEnvironment.DeploymentAsync("everything-that-can-be-switched-on", "gateway"));
        environment[Keys] = environment[Tls] = _folder.Path;
        GatewayOptionsReader.Read(environment.GetValueOrDefault, out var options);

        Assert.Equal([5001, 5002, 8000, 8001, 8100, 3000], options.SeedPorts.AsEnumerable());
        Assert.Equal((8443, 8082), (options.TlsPort, options.Http2Port));
        Assert.Equal(["https://console.example.com"], options.Trust.CorsOrigins.AsEnumerable());
        Assert.Equal(["10.244.0.0/16", "fd00:10::/64", "192.0.2.7/32"], options.Trust.Proxies.Select(p => p.ToString()));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(25)), (options.DrainDelay, options.ShutdownTimeout));
    }

    [Theory]
    [InlineData(Keys, "callers", "/etc/argus/keys", "gateway.auth.existingSecret=callers")]
    [InlineData(Keys, "argus-gateway-keys", "/etc/argus/keys")]
    [InlineData(Tls, "certificate", "/etc/argus/tls", "gateway.tls.existingSecret=certificate")]
    [InlineData(Tls, "argus-gateway-tls", "/etc/argus/tls", "gateway.tls.certManager.enabled=true", "gateway.tls.certManager.issuerRef.name=a", "gateway.tls.certManager.dnsNames={a.example}")]
    [InlineData(Jwt, "issuer", "/etc/argus/jwt/set.json", "gateway.auth.jwt.existingSecret=issuer", "gateway.auth.jwt.key=set.json", "gateway.auth.jwt.issuer=a", "gateway.auth.jwt.audience=b")]
    [InlineData(Jwt, "issuer", "/etc/argus/jwt/jwks.json", "gateway.auth.jwt.existingConfigMap=issuer", "gateway.auth.jwt.issuer=a", "gateway.auth.jwt.audience=b")]
    public async Task Gateway_WhatItReadsFromFiles_IsMountedThereReadOnly(string variable, string source, string path, params string[] values)
    {
        var objects = TestYaml.ReadAll(await HelmRun.TemplateAsync(values.SelectMany(v => (string[])["--set", v])));
        var deployment = objects.One("Deployment", "argus-gateway");
        Assert.Equal(path, PodEnvironment.Values(deployment)[variable]);

        string folder = variable == Jwt ? Path.GetDirectoryName(path)! : path;
        var mount = deployment.Container()["volumeMounts"].List().Single(m => (string?)m["mountPath"] == folder);
        var volume = deployment["spec"]!["template"]!["spec"]!["volumes"].List().Single(v => (string?)v["name"] == (string?)mount["name"]);
        Assert.True((bool?)mount["readOnly"]);
        // A path below the volume would not follow when the Secret changes.
        Assert.Null(mount["subPath"]);
        Assert.Contains(source, volume.Sources());
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Path, name), text);
}
