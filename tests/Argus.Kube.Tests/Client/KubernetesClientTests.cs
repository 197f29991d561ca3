using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Kube.Client.Credentials;
using Argus.Kube.Tests.Servers;
using Argus.Kube.Tests.Watch;

namespace Argus.Kube.Tests.Client;

public sealed class KubernetesClientTests
{
    private static readonly ResourceType Widgets = new("example.com", "v1", "Widget", "widgets");

    [Fact]
    public async Task Find_ObjectMissing_IsNull()
    {
        using var client = Answering(404, """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"pods \"a\" not found","reason":"NotFound","details":{"name":"a","kind":"pods"},"code":404}""");

        Assert.Null(await client.FindAsync<V1Pod>("a", "n"));
        Assert.Equal(DeleteResult.NotFound, await client.DeleteAsync<V1Pod>("a", "n"));
    }

    [Fact]
    public async Task Find_KindNotServed_IsAnError()
    {
        using var client = Answering(404, "404 page not found\n", "text/plain");

        var error = await Assert.ThrowsAsync<KubernetesException>(() => client.Resource(Widgets).FindAsync("a", "n"));

        Assert.Equal((true, false, "NotFound"), (error.IsNotFound, error.IsObjectMissing, error.Reason));
        Assert.Equal("GET /apis/example.com/v1/namespaces/n/widgets/a: 404 NotFound: 404 page not found", error.Message);
    }

    [Theory]
    [InlineData("", "n")]
    [InlineData("..", "n")]
    [InlineData(".", "n")]
    [InlineData("a", null)]
    [InlineData("a", "")]
    [InlineData("a", "..")]
    public async Task Delete_NoNameOrNamespace_IsRefusedBeforeItCouldHitTheCollection(string name, string? ns)
    {
        var line = new ScriptedLine(_ => ScriptedLine.Answer(200));
        using var client = Over(line);

        await Assert.ThrowsAsync<ArgumentException>(() => client.DeleteAsync<V1Pod>(name, ns));

        Assert.Empty(line.Received);
    }

    [Fact]
    public async Task Read_NameWithSlash_IsEscaped()
    {
        var line = new ScriptedLine(_ => ScriptedLine.Answer(200));
        using var client = Over(line);

        await client.ReadAsync<V1Pod>("a/b?c", "n");

        Assert.Equal("/api/v1/namespaces/n/pods/a%2Fb%3Fc", line.Received.Single().Path);
    }

    [Fact]
    public async Task Read_ServerBehindAPath_KeepsThePath()
    {
        var line = new ScriptedLine(_ => ScriptedLine.Answer(200));
        using var client = Over(line, new Uri("http://server/k8s/clusters/one/"));

        await client.ReadAsync<V1Node>("node");

        Assert.Equal("/k8s/clusters/one/api/v1/nodes/node", line.Received.Single().Path);
    }

    [Fact]
    public async Task Send_FieldManager_IsTheUserAgentAndOwnerUnlessNamed()
    {
        var line = new ScriptedLine(_ => ScriptedLine.Answer(200));
        using var client = Over(line);
        var map = new V1ConfigMap { Metadata = new() { Name = "a", Namespace = "n" } };

        await client.ApplyAsync(map, new ApplyOptions { Force = true, DryRun = true, Subresource = "status" });
        await client.PatchAsync<V1ConfigMap>("a", "n", PatchType.Json, "[]"u8.ToArray(), new WriteOptions { FieldManager = "other" });

        var (apply, patch) = (line.Received.First(), line.Received.Last());
        Assert.Equal("argus-operator", apply.UserAgent);
        Assert.Equal("/api/v1/namespaces/n/configmaps/a/status?fieldManager=argus-operator&force=true&dryRun=All", apply.Path);
        Assert.Equal("application/apply-patch+yaml", apply.ContentType);
        Assert.Equal("/api/v1/namespaces/n/configmaps/a?fieldManager=other", patch.Path);
        Assert.Equal("application/json-patch+json", patch.ContentType);
    }

    [Fact]
    public async Task Delete_Options_AreTheBody()
    {
        var line = new ScriptedLine(_ => ScriptedLine.Answer(200, """{"kind":"Deployment","metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}}"""));
        using var client = Over(line);

        var result = await client.DeleteAsync<V1Deployment>("a", "n", new DeleteOptions
        {
            Propagation = PropagationPolicy.Foreground,
            GracePeriodSeconds = 0,
            Preconditions = new() { Uid = "u", ResourceVersion = "5" },
        });

        Assert.Equal(DeleteResult.Deleting, result);
        Assert.Equal(
            """{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0,"preconditions":{"resourceVersion":"5","uid":"u"},"propagationPolicy":"Foreground"}""",
            Encoding.UTF8.GetString(line.Received.Single().Body));
    }

    [Fact]
    public async Task ReplaceStatus_Typed_GoesToTheSubresource()
    {
        var line = new ScriptedLine(r => ScriptedLine.Answer(200, Encoding.UTF8.GetString(r.Body)));
        using var client = Over(line);

        var written = await client.ReplaceStatusAsync(new V1Deployment { Metadata = new() { Name = "a", Namespace = "n" }, Status = new() { ReadyReplicas = 0 } });

        Assert.Equal(("PUT", "/apis/apps/v1/namespaces/n/deployments/a/status?fieldManager=argus-operator"), (line.Received.Single().Method, line.Received.Single().Path));
        Assert.Equal(0, written.Status!.ReadyReplicas);
    }

    [Fact]
    public async Task Scale_ReadAndReplace_GoThroughTheSubresource()
    {
        var line = new ScriptedLine(r => ScriptedLine.Answer(200, r.Method == "PUT"
            ? Encoding.UTF8.GetString(r.Body)
            : """{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"a","namespace":"n","resourceVersion":"5"},"spec":{"replicas":1},"status":{"replicas":1}}"""));
        using var client = Over(line);

        var scale = await client.ReadScaleAsync<V1Deployment>("a", "n");
        var after = await client.ReplaceScaleAsync<V1Deployment>(scale with { Spec = new() { Replicas = 0 } });

        Assert.Equal(0, after.Spec!.Replicas);
        Assert.All(line.Received, r => Assert.StartsWith("/apis/apps/v1/namespaces/n/deployments/a/scale", r.Path, StringComparison.Ordinal));
        Assert.Contains("\"replicas\":0", Encoding.UTF8.GetString(line.Received.Last().Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ItemsNull_IsEmpty()
    {
        using var client = Answering(200, """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":null}""");

        var list = await client.ListAsync<V1Pod>();

        Assert.Empty(list.Items);
        Assert.Equal("7", list.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task List_OnePageOrAll_AsAsked()
    {
        var line = new ScriptedLine(r => ScriptedLine.Answer(200, r.Path.Contains("continue=t%3D1", StringComparison.Ordinal)
            ? ConfigMaps.Page(5, null, ConfigMaps.Json("b", 2))
            : ConfigMaps.Page(5, "t=1", ConfigMaps.Json("a", 1))));
        using var client = Over(line);

        var one = await client.ListAsync<V1ConfigMap>("n", new ListOptions { Limit = 1 });
        var all = await client.ListAsync<V1ConfigMap>("n", new ListOptions { Limit = 1, AllPages = true, LabelSelector = "a in (b)" });

        Assert.Equal((1, "t=1"), (one.Items.Length, one.Metadata.Continue));
        Assert.Equal(["a", "b"], all.Items.Select(i => i.Metadata.Name));
        Assert.Equal("/api/v1/namespaces/n/configmaps?labelSelector=a%20in%20%28b%29&limit=1&continue=t%3D1", line.Received.Last().Path);
    }

    [Fact]
    public async Task List_Compressed_IsUnpackedAndWatchesAskForNone()
    {
        var encodings = new List<string>();
        await using var server = await KubeTestServer.StartAsync(async c =>
        {
            encodings.Add(c.Request.Headers.AcceptEncoding.ToString());
            if (c.Request.Query.ContainsKey("watch"))
                return;
            c.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(c.Response.Body, CompressionLevel.Fastest);
            await zip.WriteAsync(Encoding.UTF8.GetBytes(ConfigMaps.List(5, [.. Enumerable.Range(0, 3000).Select(i => ConfigMaps.Json($"m{i}", i))])));
        });
        using var client = server.Client();

        var list = await client.ListAsync<V1ConfigMap>();
        await foreach (var _ in client.WatchAsync<V1ConfigMap>())
            Assert.Fail("no event was sent");

        Assert.Equal(3000, list.Items.Length);
        Assert.Equal(["gzip", ""], encodings);
    }

    [Fact]
    public async Task List_CompressedByAFaultyProxy_IsABrokenConnection()
    {
        await using var server = await KubeTestServer.StartAsync(c =>
        {
            c.Response.Headers.ContentEncoding = "gzip";
            return KubeTestServer.WriteAsync(c, 200, ConfigMaps.List(5));
        });
        using var client = server.Client();

        await Assert.ThrowsAsync<IOException>(() => client.ListAsync<V1ConfigMap>());
    }

    [Fact]
    public async Task List_MetadataOnly_AsksForThatAlone()
    {
        string accept = "";
        await using var server = await KubeTestServer.StartAsync(c =>
        {
            accept = c.Request.Headers.Accept.ToString();
            return KubeTestServer.WriteAsync(c, 200, ConfigMaps.List(5));
        });
        using var client = server.Client();

        await client.Resource(V1ConfigMap.Resource).ListAsync("n", new ListOptions { MetadataOnly = true });
        Assert.Equal(["application/json", "as=PartialObjectMetadataList", "g=meta.k8s.io", "v=v1"], accept.Split(';', StringSplitOptions.TrimEntries));

        await client.ListAsync<V1ConfigMap>("n");
        Assert.Equal("application/json", accept);
    }

    [Fact]
    public async Task Watch_LongEventInManyParts_IsReadWhole()
    {
        string big = ConfigMaps.Event("ADDED", ConfigMaps.Json("big", 9, new string('x', 900_000)));
        await using var server = await KubeTestServer.StartAsync(async c =>
        {
            foreach (string part in big.Chunk(7001).Select(p => new string(p)))
                await KubeTestServer.WriteAsync(c, part);
        });
        using var client = server.Client();

        var seen = new List<WatchEvent<V1ConfigMap>>();
        await foreach (var change in client.WatchAsync<V1ConfigMap>("a"))
            seen.Add(change);

        Assert.Equal(900_000, Assert.Single(seen).Object!.Data!["k"].Length);
    }

    [Theory]
    [InlineData("""{"type":"WHAT","object":{}}""")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""[]""")]
    [InlineData("""nonsense""")]
    public async Task Watch_LineIsNoEvent_IsAnError(string line)
    {
        await using var server = await KubeTestServer.StartAsync(c => KubeTestServer.WriteAsync(c, line + "\n"));
        using var client = server.Client();

        await Assert.ThrowsAnyAsync<JsonException>(async () =>
        {
            await foreach (var _ in client.WatchAsync<V1ConfigMap>("a"))
            {
            }
        });
    }

    [Fact]
    public async Task Watch_ObjectBeforeType_IsReadAlike()
    {
        string line = $$"""{"object":{{ConfigMaps.Json("a", 5)}},"type":"DELETED"}""" + "\n";
        await using var server = await KubeTestServer.StartAsync(c => KubeTestServer.WriteAsync(c, line));
        using var client = server.Client();

        await foreach (var change in client.WatchAsync<V1ConfigMap>("a"))
            Assert.Equal((WatchEventType.Deleted, "a", "5"), (change.Type, change.Object!.Metadata.Name, change.ResourceVersion));
    }

    [Fact]
    public async Task ReadPodLog_Follow_ComesWhileItIsWritten()
    {
        var more = new TaskCompletionSource();
        await using var server = await KubeTestServer.StartAsync(async c =>
        {
            await KubeTestServer.WriteAsync(c, "one\n", "text/plain");
            await more.Task;
            await KubeTestServer.WriteAsync(c, "two\n");
        });
        using var client = server.Client();

        using var log = new StreamReader(await client.ReadPodLogAsync("p", "n", new PodLogOptions { Container = "c", Follow = true, TailLines = 5 }));

        Assert.Equal("one", await log.ReadLineAsync());
        more.SetResult();
        Assert.Equal("two", await log.ReadLineAsync());
        Assert.Null(await log.ReadLineAsync());
        Assert.Equal("/api/v1/namespaces/n/pods/p/log?container=c&follow=true&tailLines=5", server.Received.Single().Path);
    }

    [Fact]
    public async Task Apply_WarningHeaders_AreToldUnescaped()
    {
        var told = new List<string>();
        var line = new ScriptedLine(_ =>
        {
            var response = ScriptedLine.Answer(200);
            response.Headers.TryAddWithoutValidation("Warning", """299 - "unknown field \"spec.x\"" """.Trim());
            return response;
        });
        using var client = new KubernetesClient(new() { Host = new Uri("http://server") }, new() { OnWarning = told.Add }, TimeProvider.System, null, line);

        await client.ApplyAsync(new V1ConfigMap { Metadata = new() { Name = "a", Namespace = "n" } });

        Assert.Equal(["unknown field \"spec.x\""], told);
    }

    [Fact]
    public async Task Get_AnyPath_IsAnsweredAsItIs()
    {
        using var client = Answering(200, """{"gitVersion":"v1.36.2"}""");

        Assert.Equal("""{"gitVersion":"v1.36.2"}""", Encoding.UTF8.GetString(await client.GetAsync("/version")));
    }

    [Fact]
    public async Task Get_ProxyConfigured_GoesThroughIt()
    {
        await using var proxy = await KubeTestServer.StartAsync(c => KubeTestServer.WriteAsync(c, "by proxy"));
        using var client = new KubernetesClient(
            new() { Host = new Uri("http://server.invalid:8001"), Proxy = proxy.Address }, new() { MaxRetries = 0 }, TimeProvider.System);

        Assert.Equal("by proxy", Encoding.UTF8.GetString(await client.GetAsync("/version")));
        Assert.Equal("http://server.invalid:8001/version", proxy.Received.Single().Path);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8001", false)]
    [InlineData("https://localhost", false)]
    [InlineData("https://cluster.example", true)]
    public void CreateHandler_ProxyOfTheEnvironment_IsNotForLoopback(string host, bool used)
    {
        var config = new KubernetesClientConfiguration { Host = new Uri(host) };
        using var handler = HttpClientFactory.CreateHandler(config, FixedCredential.From(config));

        Assert.Equal(used, handler.UseProxy);
    }

    [Fact]
    public async Task Get_Impersonation_IsInTheHeaders()
    {
        string seen = "";
        await using var server = await KubeTestServer.StartAsync(c =>
        {
            seen = $"{c.Request.Headers["Impersonate-User"]}: {string.Join('+', c.Request.Headers["Impersonate-Group"].ToArray())}";
            return KubeTestServer.WriteAsync(c, "{}");
        });
        using var client = new KubernetesClient(
            new() { Host = server.Address, Impersonate = "someone", ImpersonateGroups = ["a", "b"] }, new() { MaxRetries = 0 }, TimeProvider.System);

        await client.GetAsync("/version");

        Assert.Contains(seen, (string[])["someone: a+b", "someone: a, b"]);
    }

    private static KubernetesClient Answering(int code, string body, string contentType = "application/json") =>
        Over(new ScriptedLine(_ => ScriptedLine.Answer(code, body, contentType: contentType)));

    private static KubernetesClient Over(ScriptedLine line, Uri? host = null) =>
        new(new() { Host = host ?? new Uri("http://server") }, new() { FieldManager = "argus-operator", MaxRetries = 0 }, TimeProvider.System, new Random(1), line);
}
