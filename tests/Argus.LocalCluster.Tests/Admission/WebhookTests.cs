using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Admission;
using Argus.LocalCluster.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Argus.LocalCluster.Tests.Admission;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Configurations = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private RunningCluster? _cluster;

    public async Task InitializeAsync() => _cluster = await RunningCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster!.DisposeAsync();

    [Fact]
    public async Task Create_WebhookDenies_IsRefusedInItsWords()
    {
        await using var hook = await HookAsync(review => new JsonObject { ["allowed"] = (string?)review["object"]!["metadata"]!["name"] != "bad", ["status"] = new JsonObject { ["message"] = "no such pack" } });
        await ConfigureAsync(AddressOf(hook), "Fail");

        var (good, _) = await CreateAsync("good");
        var (code, body) = await CreateAsync("bad");

        Assert.Equal(201, good);
        Assert.Equal(403, code);
        Assert.Equal("admission webhook \"packs.argus.dev\" denied the request: no such pack", (string?)body!["message"]);
    }

    [Fact]
    public async Task Create_KindOutsideItsRules_IsNotAsked()
    {
        await using var hook = await HookAsync(_ => new JsonObject { ["allowed"] = false });
        await ConfigureAsync(AddressOf(hook), "Fail");

        var (code, _) = await _cluster!.SendAsync("POST", "/api/v1/namespaces/default/secrets", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "s" } });

        Assert.Equal(201, code);
    }

    [Theory]
    [InlineData("Ignore", 201)]
    [InlineData("Fail", 500)]
    public async Task Create_WebhookIsDown_GoesByItsFailurePolicy(string policy, int expected)
    {
        await ConfigureAsync("http://127.0.0.1:1", policy);

        var (code, body) = await CreateAsync("a");

        Assert.Equal(expected, code);
        if (expected == 500)
            Assert.StartsWith("Internal error occurred: failed calling webhook \"packs.argus.dev\"", (string?)body!["message"]);
    }

    [Fact]
    public async Task Create_AfterTheCertificatesChanged_KeepsNoClientForTheOldOnes()
    {
        await using var hook = await HookAsync(_ => new JsonObject { ["allowed"] = true });
        var clients = _cluster!.Service<WebhookClients>();
        var known = new List<HttpClient>();
        await ConfigureAsync(AddressOf(hook), "Fail");
        foreach (string name in (string[])["a", "b", "c"])
        {
            string authorities = Authorities(name);
            JsonArray change = [new JsonObject { ["op"] = "add", ["path"] = "/webhooks/0/clientConfig/caBundle", ["value"] = authorities }];
            Assert.Equal(200, (await _cluster.SendAsync("PATCH", $"{Configurations}/packs", change, "application/json-patch+json")).Code);
            Assert.Equal(201, (await CreateAsync(name)).Code);
            known.Add(clients.For(authorities));
            Assert.Equal(1, clients.Count);
        }

        Assert.Equal(3, known.Distinct().Count());
    }

    private static string Authorities(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
    }

    private Task<(int Code, JsonNode? Body)> CreateAsync(string name) =>
        _cluster!.SendAsync("POST", Maps, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });

    private async Task ConfigureAsync(string address, string policy)
    {
        var (code, body) = await _cluster!.SendAsync("POST", Configurations, JsonNode.Parse($$"""
            {"metadata":{"name":"packs"},"webhooks":[{"name":"packs.argus.dev","sideEffects":"None","admissionReviewVersions":["v1"],"failurePolicy":"{{policy}}","timeoutSeconds":5,
            "clientConfig":{"url":"{{address}}/validate"},"rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}]}]}
            """));
        Assert.True(code == 201, body?.ToJsonString());
    }

    private static async Task<WebApplication> HookAsync(Func<JsonNode, JsonObject> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async http =>
        {
            var review = (await JsonNode.ParseAsync(http.Request.Body))!["request"]!;
            var response = answer(review);
            response["uid"] = review["uid"]!.DeepClone();
            await http.Response.WriteAsync(new JsonObject { ["apiVersion"] = "admission.k8s.io/v1", ["kind"] = "AdmissionReview", ["response"] = response }.ToJsonString());
        });
        await app.StartAsync();
        return app;
    }

    private static string AddressOf(WebApplication app) => ClusterApp.AddressOf(app);
}
