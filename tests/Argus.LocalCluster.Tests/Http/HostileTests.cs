using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Http;

/// <summary>Requests that mean harm or make no sense: each gets an answer of its own, and the others are served meanwhile.</summary>
public sealed class HostileTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string OwnFault = "met a fault of the server";
    private RunningCluster? _cluster;

    private RunningCluster Cluster => _cluster!;

    public async Task InitializeAsync() => _cluster = await RunningCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster!.DisposeAsync();

    public static TheoryData<string, string> Bodies => new()
    {
        { "application/json", new string('[', 100_000) },
        { "application/json", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) },
        { "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"data\":{\"\\ud800\":\"\\udfff\"}}" },
        { "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"\\u0000\"}}" },
        { "application/json", "{\"kind\":{\"a\":1},\"apiVersion\":[],\"metadata\":7}" },
        { "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":[]}" },
        { "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":1e999}}" },
        { "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"labels\":\"x\",\"managedFields\":[{\"fieldsV1\":[[]]}]}}" },
        { "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"ownerReferences\":[null]}}" },
        { "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"b\"},\"data\":{\"\u00ff\":\"\u00c3\"}}" },
        { "application/json", "\u00ef\u00bb\u00bf\0\0\0" },
        { "application/json", "" },
        { "application/yaml", "a: &a [*a]" },
        { "application/yaml", new string('[', 100_000) },
        { "application/yaml", string.Join("\n", Enumerable.Repeat("- - - - - -", 20_000)) },
        { "application/yaml", string.Concat(Enumerable.Repeat("- ", 50_000)) },
        { "application/yaml", Laughs() },
        { "application/yaml", "? [a, b]\n: c\nkind: ConfigMap" },
        { "application/yaml", "a: *nothing" },
        { "application/yaml", "%TAG ! tag:x\n--- !y {kind: ConfigMap" },
        { "application/vnd.kubernetes.protobuf", "k8s\0\u00ff\u00ff\u00ff\u00ff" },
    };

    [Fact]
    public async Task Seconds_MoreThanClocksKnow_AreTakenAsVeryMany()
    {
        const string Most = "9000000000000000000";
        using var watch = await Cluster.Http.GetAsync($"{Maps}?watch=true&timeoutSeconds={Most}", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(System.Net.HttpStatusCode.OK, watch.StatusCode);
        var pod = JsonNode.Parse("""{"metadata":{"name":"patient"},"spec":{"nodeName":"n","containers":[{"name":"c","image":"a"}]}}""");
        Assert.Equal(201, (await Cluster.SendAsync("POST", "/api/v1/namespaces/default/pods", pod)).Code);
        var (code, body) = await Cluster.SendAsync("DELETE", $"/api/v1/namespaces/default/pods/patient?gracePeriodSeconds={Most}");
        Assert.True(code == 200, body?.ToString());
        Assert.True(DateTimeOffset.Parse((string)body!["metadata"]!["deletionTimestamp"]!) > TimeProvider.System.GetUtcNow().AddYears(100));
    }

    public static TheoryData<string> Queries =>
    [
        "limit=99999999999999999999", "limit=-1", "labelSelector=((((", "labelSelector=" + "a%2Cb%2C".PadRight(3000, 'x'), "fieldSelector=a%3Db%3Dc", "continue=%00", "continue=e30",
        "continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6Wzk5XSwic3RhcnQiOnt9fQ", "resourceVersion=18446744073709551615&resourceVersionMatch=Exact&timeout=1ms", "timeout=99999999999999999h",
        "timeout=%2B%2B1s", "watch=1&timeoutSeconds=-5&resourceVersion=x", "watch=1&resourceVersion=0&sendInitialEvents=maybe", "resourceVersion=-1", "limit=1&limit=2",
    ];

    public static TheoryData<string, string> RawPaths => new()
    {
        { $"{Maps}/../../../../../../../../etc/passwd", "404" },
        { $"{Maps}/..%2f..%2f..%2fetc%2fpasswd", "404" },
        { $"{Maps}/%2e%2e/secrets", "200 404" },
        { $"{Maps}/a%00b", "400" },
        { $"{Maps}/%zz", "404 400" },
        { $"{Maps}/a/b/c/d/e/f/g", "404" },
        { "//api//v1///namespaces", "200 301 404" },
        { "/" + new string('a', 20_000), "414 400" },
        { "*", "404 400 405" },
        { "http://evil.example/api/v1/nodes", "200 400 404" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_SenselessBody_IsRefusedAndOthersAreServed(string type, string text)
    {
        foreach (string path in (string[])[Maps, "/apis/apps/v1/namespaces/default/deployments", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"])
        {
            var (code, body) = await SendAsync("POST", path, type, text);

            Assert.True(code < 500, $"{path}: {code} {body}");
        }

        await AssertServesAsync();
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Patch_SenselessBody_IsRefusedAndOthersAreServed(string type, string text)
    {
        _ = type;
        await SendAsync("POST", Maps, "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"there\"}}");
        foreach (string patch in (string[])["application/merge-patch+json", "application/json-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"])
        {
            var (code, body) = await SendAsync("PATCH", $"{Maps}/there?fieldManager=m", patch, text);

            Assert.DoesNotContain(OwnFault, body);
            Assert.True(code < 500 || body.Contains("typed patch", StringComparison.Ordinal), $"{patch}: {code} {body}");
        }

        await AssertServesAsync();
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task List_SenselessQuery_GetsAnAnswer(string query)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var response = await Cluster.Http.GetAsync($"{Maps}?{query}", HttpCompletionOption.ResponseHeadersRead, timeout.Token);

        if ((int)response.StatusCode != 200)
            Assert.DoesNotContain(OwnFault, await response.Content.ReadAsStringAsync(timeout.Token));
    }

    [Theory]
    [MemberData(nameof(RawPaths))]
    public async Task Get_PathThatPlaysTricks_LeavesTheTreeOfResourcesNowhere(string path, string codes)
    {
        string answer = await RawAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {RunningCluster.Token}\r\nConnection: close\r\n\r\n");

        Assert.Contains(answer.Split(' ')[1], codes.Split(' '));
        Assert.DoesNotContain("root:", answer);
        Assert.DoesNotContain(OwnFault, answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Authorization: Bearer wrong\r\n")]
    [InlineData("Authorization: Bearer\r\n")]
    [InlineData("Authorization: Basic dGVzdC10b2tlbg==\r\n")]
    [InlineData("Authorization: bearer  test-token x\r\n")]
    [InlineData("Impersonate-User: system:admin\r\nImpersonate-Group: system:masters\r\n")]
    [InlineData("X-Remote-User: admin\r\nX-Remote-Group: system:masters\r\n")]
    public async Task Get_WithoutTheToken_LearnsNothingWhateverTheHost(string header)
    {
        foreach (string host in (string[])["evil.example", "127.0.0.1", "localhost:1"])
        {
            string answer = await RawAsync($"GET /api/v1/secrets HTTP/1.1\r\nHost: {host}\r\n{header}Connection: close\r\n\r\n");

            Assert.Contains(answer.Split(' ')[1], (string[])["401", "403"]);
            Assert.DoesNotContain("SecretList", answer);
            Assert.DoesNotContain("Access-Control-Allow-Origin", answer);
        }
    }

    [Fact]
    public async Task Get_FloodOfHeaders_IsCutOff()
    {
        string headers = string.Concat(Enumerable.Range(0, 5000).Select(i => $"X-{i}: {new string('a', 100)}\r\n"));

        string answer = await RawAsync($"GET /api HTTP/1.1\r\nHost: x\r\n{headers}\r\n");

        Assert.True(answer.Length == 0 || answer.Split(' ')[1] is "431" or "400", answer);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Post_TenMegabytes_IsRefusedBeforeItIsReadToTheEnd()
    {
        var (code, body) = await SendAsync("POST", Maps, "application/json", "{\"kind\":\"ConfigMap\",\"data\":{\"x\":\"" + new string('a', 10_000_000) + "\"}}");

        Assert.True(code == 413, body);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Post_ManyBodiesThatNeverEnd_DoNotKeepOthersFromBeingServed()
    {
        var streams = new List<SslStream>();
        for (int i = 0; i < 40; i++)
        {
            var stream = await ConnectAsync();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Maps} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {RunningCluster.Token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"));
            streams.Add(stream);
        }

        await AssertServesAsync();

        foreach (var stream in streams)
            await stream.DisposeAsync();
        await AssertServesAsync();
    }

    [Fact]
    public async Task Post_HalfOfASurrogatePair_KeepsTheReplacementCharacter()
    {
        await SendAsync("POST", Maps, "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"half\"},\"data\":{\"x\":\"\\ud83d\\ude00 \\\\ud800 \\ud800\"}}");

        var (_, map) = await Cluster.SendAsync("GET", Maps + "/half");

        Assert.Equal("\ud83d\ude00 \\ud800 \ufffd", (string?)map!["data"]!["x"]);
    }

    [Theory]
    [InlineData("copy")]
    [InlineData("move")]
    public async Task JsonPatch_ThatGrowsWithEachOperation_IsRefused(string operation)
    {
        await SendAsync("POST", Maps, "application/json", "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"there\"},\"data\":{\"x\":\"1\"}}");
        string steps = operation == "copy"
            ? string.Join(',', Enumerable.Range(0, 60).Select(i => $"{{\"op\":\"copy\",\"from\":\"/data\",\"path\":\"/data/c{i}\"}}"))
            : string.Join(',', Enumerable.Range(0, 9_000).Select(i => $"{{\"op\":\"add\",\"path\":\"/m{i + 1}\",\"value\":{{}}}},{{\"op\":\"move\",\"from\":\"/{(i == 0 ? "data" : $"m{i}")}\",\"path\":\"/m{i + 1}/x\"}}").Take(4_900));

        var (code, body) = await SendAsync("PATCH", Maps + "/there", "application/json-patch+json", $"[{steps}]");

        Assert.True(code == 422, body);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Put_ObjectDeeperThanCanBeReadAgain_IsRefusedAndTheOthersStayReadable()
    {
        // Who owns what is told field by field, which is deeper than the object.
        await SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "application/json", """
            {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","metadata":{"name":"deeps.example.dev"},"spec":{"group":"example.dev","scope":"Namespaced","names":{"plural":"deeps","kind":"Deep"},
            "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
            """);
        const string Deeps = "/apis/example.dev/v1/namespaces/default/deeps";
        while ((await Cluster.SendAsync("GET", Deeps)).Code != 200)
            await Cluster.Store.ReachAsync(Cluster.Store.State.Version + 1, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 61)) + "1" + new string('}', 61);

        var (code, body) = await SendAsync("POST", Deeps, "application/json", $"{{\"kind\":\"Deep\",\"apiVersion\":\"example.dev/v1\",\"metadata\":{{\"name\":\"deep\"}},\"spec\":{deep}}}");

        Assert.True(code == 400 && body.Contains("max depth", StringComparison.Ordinal), body);
        Assert.Equal(200, (await Cluster.SendAsync("GET", Deeps)).Code);
    }

    // Each level twice as large as the one below.
    private static string Laughs() => "kind: ConfigMap\na0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

    private async Task AssertServesAsync()
    {
        var (code, _) = await Cluster.SendAsync("GET", Maps);
        Assert.Equal(200, code);
    }

    private async Task<(int Code, string Body)> SendAsync(string method, string path, string type, string text)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(text)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.ExpectContinue = text.Length > 1_000_000;
        using var response = await Cluster.Http.SendAsync(request, timeout.Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(timeout.Token));
    }

    private async Task<string> RawAsync(string request)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var stream = await ConnectAsync();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), timeout.Token);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(timeout.Token);
        }
        catch (IOException)
        {
            // Cut off in the midst of it.
            return "";
        }
    }

    private async Task<SslStream> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(Cluster.Http.BaseAddress!.Host, Cluster.Http.BaseAddress.Port);
        var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        return stream;
    }
}
