using System.Net;
using System.Text;
using Argus.Gateway.Tests.Running;
using Argus.Kube.Api.Argus;

namespace Argus.Gateway.Tests.Proxying;

public sealed class RetryTests
{
    [Fact]
    public async Task Post_PodIsGone_TheOtherAnswers()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        var gone = await UpstreamPod.EchoAsync("gone");
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces"), gone.Address, pod.Address);
        await gone.DisposeAsync();

        for (int i = 0; i < 10; i++)
            Assert.Equal("pod 5", await PostAsync(gateway, "/detect", "photo"));
        Assert.Equal(10, pod.Received.Count);
    }

    [Fact]
    public async Task Post_PodBreaksOffAfterTheBody_TheOtherGetsAllOfIt()
    {
        int broken = 0;
        await using var gateway = await GatewayHarness.StartAsync();
        await using var breaks = await UpstreamPod.StartAsync(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            Interlocked.Increment(ref broken);
            http.Abort();
        });
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces"), breaks.Address, pod.Address);
        string body = new('x', 200_000);

        for (int i = 0; i < 4; i++)
            Assert.Equal("pod 200000", await PostAsync(gateway, "/detect", body));
        Assert.All(pod.Received, r => Assert.Equal(body, Encoding.UTF8.GetString(r.Body)));
        Assert.True(broken > 0);
    }

    [Fact]
    public async Task Post_PodBreaksOffAndTheBodyIsTooLargeToKeep_Is502()
    {
        await using var gateway = await GatewayHarness.StartAsync(o => o with { ReplayBytes = 1000 });
        await using var breaks = await UpstreamPod.StartAsync(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            http.Abort();
        });
        await gateway.ServeAsync(Given.Deployment("faces"), breaks.Address);

        using var response = await gateway.Http.PostAsync("/detect", new StringContent(new string('x', 2000)));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Post_PathOfSomebodysOwnAndThePodBreaksOff_IsNotSentTwice()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var breaks = await UpstreamPod.StartAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        await using var pod = await UpstreamPod.EchoAsync("pod");
        var deployment = Given.Deployment("faces");
        deployment = deployment with { Spec = deployment.Spec with { Routes = new() { Add = ["/pay"] } } };
        await gateway.ServeAsync(deployment, breaks.Address, pod.Address);

        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 2; i++)
        {
            using var response = await gateway.Http.PostAsync("/pay", new StringContent("once"));
            answers.Add(response.StatusCode);
        }

        Assert.Contains(HttpStatusCode.BadGateway, answers);
        Assert.Equal(answers.Count(a => a == HttpStatusCode.OK), pod.Received.Count);
    }

    [Fact]
    public async Task Post_PodIsFull_TheOtherIsAsked()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var full = await UpstreamPod.StartAsync(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "7";
            await http.Response.WriteAsync("full");
        });
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces"), full.Address, pod.Address);

        for (int i = 0; i < 4; i++)
            Assert.Equal("pod 5", await PostAsync(gateway, "/detect", "photo"));
    }

    [Fact]
    public async Task Post_OnlyPodIsFull_ItsAnswerComesThrough()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var full = await UpstreamPod.StartAsync(async http =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "7";
            await http.Response.WriteAsync("full");
        });
        await gateway.ServeAsync(Given.Deployment("faces"), full.Address);

        using var response = await gateway.Http.PostAsync("/detect", new StringContent("photo"));

        Assert.Equal((HttpStatusCode.TooManyRequests, "7", "full"), (response.StatusCode, response.Headers.RetryAfter!.ToString(), await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Post_BreaksOffWithinTheAnswer_TheCallerSeesThatItIsNotWhole()
    {
        var seen = new TaskCompletionSource();
        await using var gateway = await GatewayHarness.StartAsync();
        await using var breaks = await UpstreamPod.StartAsync(async http =>
        {
            http.Response.ContentLength = 100;
            await http.Response.WriteAsync("half");
            await http.Response.Body.FlushAsync();
            await seen.Task;
            http.Abort();
        });
        await gateway.ServeAsync(Given.Deployment("faces"), breaks.Address);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect") { Content = new StringContent("photo") };
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[4]);
        seen.SetResult();

        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadExactlyAsync(new byte[1]));
    }

    [Fact]
    public async Task Post_ManyAtOnceWhileAPodBreaks_NoneFailsAndNoMemoryIsKept()
    {
        await using var gateway = await GatewayHarness.StartAsync(o => o with { ReplayMemory = 4 << 20 });
        await using var breaks = await UpstreamPod.StartAsync(async http =>
        {
            byte[] some = new byte[1000];
            await http.Request.Body.ReadAtLeastAsync(some, 1000, throwOnEndOfStream: false);
            http.Abort();
        });
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces", ModelTasks.FaceAnalysis), breaks.Address, pod.Address);
        string body = new('x', 100_000);

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => PostAsync(gateway, "/detect", body)));

        Assert.All(answers, a => Assert.Equal("pod 100000", a));
        Assert.Equal(0, gateway.Kept);
    }

    private static async Task<string> PostAsync(GatewayHarness gateway, string path, string body)
    {
        using var response = await gateway.Http.PostAsync(path, new StringContent(body));
        return await response.Content.ReadAsStringAsync();
    }
}
