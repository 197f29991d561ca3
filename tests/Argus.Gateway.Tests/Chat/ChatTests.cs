using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Running;
using Argus.Kube.Api.Argus;
using Argus.Testing;
using Argus.Testing.Chat;

namespace Argus.Gateway.Tests.Chat;

public sealed class ChatTests
{
    [Fact]
    public async Task Complete_ByNameOrAlias_ReachesTheDeploymentThatHasIt()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var first = await UpstreamPod.EchoAsync("first");
        await using var second = await UpstreamPod.EchoAsync("second");
        await gateway.ServeAsync(Deployment("llama", 0, "llama-3.2-3b"), first.Address);
        await gateway.ServeAsync(Deployment("qwen", 1, "qwen2.5:7b", "llama-3.2-3b"), second.Address);

        Assert.StartsWith("first", await TextAsync(gateway, "llama-3.2-3b"), StringComparison.Ordinal);
        Assert.StartsWith("first", await TextAsync(gateway, "llama"), StringComparison.Ordinal);
        Assert.StartsWith("second", await TextAsync(gateway, "qwen2.5:7b"), StringComparison.Ordinal);
        var received = second.Received.Single();
        Assert.Equal(Body("qwen2.5:7b"), Encoding.UTF8.GetString(received.Body));
        Assert.Equal("ns/qwen", received.Headers["X-Argus-Deployment"]);
        Assert.InRange(int.Parse(received.Headers["X-Argus-Timeout-Ms"]), 100_000, 600_000);
    }

    [Theory]
    [InlineData("""{"model": "gpt-9"}""", 404, "model_not_found")]
    [InlineData("""{"messages": []}""", 400, null)]
    [InlineData("""{"model": 5}""", 400, null)]
    [InlineData("""{"model": "llama\ud800"}""", 400, null)]
    [InlineData("[]", 400, null)]
    [InlineData("{", 400, null)]
    [InlineData("", 400, null)]
    public async Task Complete_NoSuchModel_IsRefusedInOpenAIsForm(string body, int status, string? code)
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Deployment("llama", 0), pod.Address);

        using var response = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(body, Encoding.UTF8, "application/json"));

        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal((status, code, "invalid_request_error"), ((int)response.StatusCode, (string?)error["code"], (string?)error["type"]));
        Assert.Empty(pod.Received);
    }

    [Theory]
    [InlineData(null, "/v1/chat/completions")]
    [InlineData("ns/qwen", "/v1/chat/completions")]
    [InlineData("ns/qwen", "/v1/completions")]
    public async Task Complete_ServerInAnImageOfItsOwn_IsAskedByItsOwnName(string? named, string path)
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        var deployment = Server("qwen", "Qwen/Qwen2.5-7B");
        await gateway.ServeAsync(deployment with { Spec = deployment.Spec with { Routes = new() { Add = ["/v1/completions"] } } }, pod.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Body("qwen"), Encoding.UTF8, "application/json") };
        if (named is not null)
            request.Headers.Add("X-Argus-Deployment", named);

        using var response = await gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Body("Qwen/Qwen2.5-7B"), Encoding.UTF8.GetString(pod.Received.Single().Body));
        Assert.Equal("sha256:abc", response.Headers.GetValues("X-Argus-Model-Digest").Single());
    }

    [Fact]
    public async Task Health_ServerInAnImageOfItsOwn_IsWhatTheClusterSays()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.StartAsync(http => http.Response.WriteAsync(""), health: http => http.Response.WriteAsync("OK"));
        await gateway.ServeAsync(Server("qwen", "Qwen/Qwen2.5-7B"), pod.Address);

        using var response = await gateway.Http.GetAsync("/health");

        var health = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.OK, "healthy", "Qwen/Qwen2.5-7B"), (response.StatusCode, (string?)health["status"], (string?)health["model"]));
    }

    [Fact]
    public async Task Complete_TooLarge_Is413()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Deployment("llama", 0));

        using var response = await gateway.Http.PostAsync("/v1/chat/completions", new ByteArrayContent(new byte[9_000_000]));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Complete_Compressed_Is415()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Deployment("llama", 0));
        using var content = new ByteArrayContent([0x1F, 0x8B]) { Headers = { ContentEncoding = { "gzip" } } };

        using var response = await gateway.Http.PostAsync("/v1/chat/completions", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Complete_MoreThanAllBodiesMayTake_Is503AndGivesBackItsShare()
    {
        await using var gateway = await GatewayHarness.StartAsync(o => o with { ReplayMemory = 200_000 });
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Deployment("llama", 0), pod.Address);
        string Long(int length) => $$"""{"model": "llama", "x": "{{new string('a', length)}}"}""";

        using var refused = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(Long(300_000), Encoding.UTF8, "application/json"));
        using var answered = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(Long(150_000), Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.Equal(0, gateway.Kept);
    }

    [Fact]
    public async Task Complete_SilentForLongerThanOthersMayBe_IsAnsweredByTheFirstPod()
    {
        await using var gateway = await GatewayHarness.StartAsync(o => o with { IdleTimeout = TimeSpan.FromMilliseconds(300) });
        TaskCompletionSource asked = new(), done = new();
        int count = 0;
        await using var pod = await UpstreamPod.StartAsync(async http =>
        {
            Interlocked.Increment(ref count);
            asked.TrySetResult();
            await done.Task;
            await http.Response.WriteAsync("at last");
        });
        await gateway.ServeAsync(Deployment("llama", 0), pod.Address);
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        var chat = TextAsync(gateway, "llama");
        await asked.Task;
        // It came later, and its pod is as silent: when that is given up, the time of the other is over too.
        using var other = await gateway.Http.PostAsync("/detect", new StringContent("{}", Encoding.UTF8, "application/json"));
        int before = Volatile.Read(ref count);
        done.SetResult();

        Assert.Equal(HttpStatusCode.BadGateway, other.StatusCode);
        Assert.Equal("at last", await chat);
        Assert.Equal(before, count);
    }

    [Fact]
    public async Task Models_OfAllDeployments_AreJoined()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Deployment("llama", 0, "llama-3.2-3b"));
        await gateway.ServeAsync(Deployment("qwen", 1, "llama-3.2-3b", "qwen2.5", "Qwen/Qwen2.5 7B"));
        await gateway.ServeAsync(Given.Deployment("faces"));

        var list = JsonNode.Parse(await gateway.Http.GetStringAsync("/v1/models"))!;
        var one = JsonNode.Parse(await gateway.Http.GetStringAsync("/v1/models/qwen2.5"))!;
        using var none = await gateway.Http.GetAsync("/v1/models/faces");
        var spaced = JsonNode.Parse(await gateway.Http.GetStringAsync("/v1/models/Qwen/Qwen2.5%207B"))!;

        Assert.Equal(
            [("Qwen/Qwen2.5 7B", "ns/qwen"), ("llama", "ns/llama"), ("llama-3.2-3b", "ns/llama"), ("qwen", "ns/qwen"), ("qwen2.5", "ns/qwen")],
            list["data"]!.AsArray().Select(m => ((string)m!["id"]!, (string)m["owned_by"]!)));
        Assert.Equal("ns/qwen", (string?)one["owned_by"]);
        Assert.Equal("Qwen/Qwen2.5 7B", (string?)spaced["id"]);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        if (TestData.Root is not null)
            Assert.Empty(OpenAIContract.Shared.Faults("ListModelsResponse", list));
    }

    [Fact]
    public async Task Chat_OnTheDocumentedPort_IsListedAndAnswered()
    {
        await using var gateway = await GatewayHarness.StartAsync(o => o with { Host = "127.19.0.12", SeedPorts = [8000] });
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Deployment("llama", 0, "llama-3.2-3b"), pod.Address);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri("http://127.19.0.12:8000") };

        var list = JsonNode.Parse(await http.GetStringAsync("/v1/models"))!;
        using var answer = await http.PostAsync("/v1/chat/completions", new StringContent(Body("llama-3.2-3b"), Encoding.UTF8, "application/json"));

        Assert.Equal(["llama", "llama-3.2-3b"], list["data"]!.AsArray().Select(m => (string)m!["id"]!));
        Assert.StartsWith("pod ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_StreamedAnswer_ComesPartByPart()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        var more = new TaskCompletionSource();
        await using var pod = await UpstreamPod.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: 1\n\n");
            await http.Response.Body.FlushAsync();
            await more.Task;
            await http.Response.WriteAsync("data: [DONE]\n\n");
        });
        await gateway.ServeAsync(Deployment("llama", 0), pod.Address);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(Body("llama"), Encoding.UTF8, "application/json") };
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("data: 1", await lines.ReadLineAsync());
        more.SetResult();
        Assert.Equal("\ndata: [DONE]\n\n", await lines.ReadToEndAsync());
    }

    private static ModelDeployment Deployment(string name, int age, params string[] aliases)
    {
        var deployment = Given.Deployment(name, ModelTasks.Chat, age);
        return deployment with { Spec = deployment.Spec with { Chat = new ChatSpec { Aliases = aliases } } };
    }

    private static ModelDeployment Server(string name, string model)
    {
        var deployment = Given.Deployment(name, ModelTasks.Chat);
        return deployment with
        {
            Spec = deployment.Spec with { Model = new(), Chat = new ChatSpec { Server = new ChatServerSpec { Image = "i", Model = model } } },
            Status = deployment.Status! with
            {
                Digest = "sha256:abc",
                Conditions = [.. deployment.Status.Conditions!, Given.Condition(ConditionTypes.Progressing, "False", "Complete")],
            },
        };
    }

    private static string Body(string model) => $$"""{"messages": [{"role": "user", "content": "Hallo! {\"model\": \"x\"}"}], "model": "{{model}}"}""";

    private static async Task<string> TextAsync(GatewayHarness gateway, string model)
    {
        using var response = await gateway.Http.PostAsync("/v1/chat/completions", new StringContent(Body(model), Encoding.UTF8, "application/json"));
        return await response.Content.ReadAsStringAsync();
    }
}
