using System.Net;
using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Get_Serving_IsWhatThePodSaysAndTheStateOfAll()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);
        await gateway.ServeAsync(Given.Deployment("pictures", "image-embedding"));

        using var response = await gateway.Http.GetAsync("/health");
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("healthy", "selftest", 128), ((string?)body["status"], (string?)body["model"], (int)body["embedding_dimension"]!));
        Assert.Equal(["CPUExecutionProvider"], body["onnx_providers"]!.AsArray().Select(p => (string?)p));
        Assert.Equal(["ns/faces 1", "ns/pictures 0"], body["deployments"]!.AsArray().Select(d => $"{d!["name"]} {d["pods"]}"));
    }

    [Fact]
    public async Task Get_NothingServes_Is503WithTheReason()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        using var empty = await gateway.Http.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, empty.StatusCode);
        Assert.Contains("reason", await empty.Content.ReadAsStringAsync());

        await gateway.ServeAsync(Given.Deployment("faces"));
        using var podless = await gateway.Http.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, podless.StatusCode);
        Assert.Contains("No pod of ns/faces answers", await podless.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"status":"healthy","status":"healthy"}""")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task Get_PodSaysNonsense_Is503(string nonsense)
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.StartAsync(_ => Task.CompletedTask, health: http => http.Response.WriteAsync(nonsense));
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        using var response = await gateway.Http.GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Get_PodSaysMoreThanAnyoneReads_Is503()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.StartAsync(_ => Task.CompletedTask, health: http => http.Response.WriteAsync($$"""{"status":"{{new string('x', 2 << 20)}}"}"""));
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        using var response = await gateway.Http.GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Get_Probes_TellOfTheGatewayAlone()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.UntilAsync(_ => gateway.Live.Age < TimeSpan.MaxValue);
        await gateway.ServeAsync(Given.Deployment("faces"));

        using var live = await gateway.Admin.GetAsync("/health/live");
        using var ready = await gateway.Admin.GetAsync("/health/ready");
        using var metrics = await gateway.Admin.GetAsync("/metrics");
        using var hidden = await gateway.Http.GetAsync("/metrics");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound), (live.StatusCode, ready.StatusCode, metrics.StatusCode, hidden.StatusCode));
        Assert.Contains("argus_gateway_requests_in_flight{namespace=\"ns\",deployment=\"faces\"} 0", await metrics.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stop_RequestsUnderWay_AreAnswered()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var pod = await UpstreamPod.StartAsync(async http =>
        {
            arrived.TrySetResult();
            await release.Task;
            await http.Response.WriteAsync("late");
        });
        await using var gateway = await GatewayHarness.StartAsync(o => o with { DrainDelay = TimeSpan.FromSeconds(1) });
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        var call = gateway.Http.PostAsync("/detect", new StringContent("x"));
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var stopping = gateway.StopAsync();
        using var ready = await gateway.Admin.GetAsync("/health/ready");
        // Still taken, because load balancers have not noticed yet; the caller is asked to come back elsewhere.
        var second = gateway.Http.PostAsync("/detect", new StringContent("x"));
        release.SetResult();

        using var first = await call;
        using var later = await second;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(("late", "late"), (await first.Content.ReadAsStringAsync(), await later.Content.ReadAsStringAsync()));
        Assert.True(later.Headers.ConnectionClose);
        await stopping;
    }
}
