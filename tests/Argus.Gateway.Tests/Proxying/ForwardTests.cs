using System.Net;
using System.Net.Http.Json;
using System.Text;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Proxying;

public sealed class ForwardTests
{
    [Fact]
    public async Task Post_KnownPath_ReachesThePodUntouched()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);
        byte[] photo = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];

        using var content = new ByteArrayContent(photo);
        content.Headers.ContentType = new("image/jpeg");
        using var response = await gateway.Http.PostAsync("/detect?threshold=0.5", content);

        Assert.Equal("pod 300000", await response.Content.ReadAsStringAsync());
        Assert.Equal("ns/faces", response.Headers.GetValues("X-Argus-Deployment").Single());
        var received = Assert.Single(pod.Received);
        Assert.Equal(("POST", "/detect?threshold=0.5", "image/jpeg"), (received.Method, received.Target, received.Headers["Content-Type"]));
        Assert.Equal(photo, received.Body);
        Assert.InRange(int.Parse(received.Headers["X-Argus-Timeout-Ms"]), 1, 30_000);
        Assert.Equal("127.0.0.1", received.Headers["X-Forwarded-For"]);
    }

    [Fact]
    public async Task Post_WithSecrets_ThePodDoesNotSeeThem()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/embed") { Content = JsonContent.Create(new { image = "" }) };
        request.Headers.Add("Authorization", "Bearer secret");
        request.Headers.Add("X-API-Key", "secret");
        request.Headers.Add("X-Argus-Priority", "9");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await gateway.Http.SendAsync(request);

        var headers = Assert.Single(pod.Received).Headers;
        Assert.DoesNotContain("secret", string.Join(' ', headers.Values));
        Assert.Equal("9", headers["X-Argus-Priority"]);
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", headers["traceparent"]);
    }

    [Fact]
    public async Task Any_UnknownPathOrMethod_IsAProblem()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Given.Deployment("faces"));

        using var unknown = await gateway.Http.GetAsync("/nothing");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (unknown.StatusCode, unknown.Content.Headers.ContentType!.MediaType));
        using var method = await gateway.Http.GetAsync("/detect");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, method.StatusCode);
        Assert.Equal("POST", method.Content.Headers.Allow.Single());
    }

    [Fact]
    public async Task Post_MaxFacesOfTheDeployment_IsAddedWhereTheCallerDoesNotSay()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        var deployment = Given.Deployment("faces");
        await gateway.ServeAsync(deployment with { Spec = deployment.Spec with { Detection = new() { MaxFaces = 3 } } }, pod.Address);

        foreach (string target in (string[])["/detect", "/detect?threshold=0.4", "/detect?max_faces=9", "/verify"])
            using (await gateway.Http.PostAsync(target, new StringContent("x")))
            { }

        Assert.Equal(["/detect?max_faces=3", "/detect?threshold=0.4&max_faces=3", "/detect?max_faces=9", "/verify"], pod.Received.Select(r => r.Target));
    }

    [Fact]
    public async Task Get_StreamedAnswer_ComesPieceByPiece()
    {
        var release = new TaskCompletionSource();
        await using var pod = await UpstreamPod.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: one\n\n");
            await http.Response.Body.FlushAsync();
            await release.Task;
            await http.Response.WriteAsync("data: two\n\n");
        });
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Given.Deployment("chat", "chat"), pod.Address);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent("""{"model": "chat"}""", Encoding.UTF8, "application/json") };
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        // The second piece is not written before the first has come through.
        Assert.Equal("data: one", await reader.ReadLineAsync());
        release.SetResult();
        Assert.Equal("\ndata: two\n\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Post_CallerHangsUp_ThePodIsTold()
    {
        var arrived = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var pod = await UpstreamPod.StartAsync(async http =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult();
        });
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);
        using var cancel = new CancellationTokenSource();

        var call = gateway.Http.PostAsync("/detect", new StringContent("x"), cancel.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await cancel.CancelAsync();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, gateway.Live.Current.Backends.Single().Stable.Destinations.Single().Failures);
    }

    [Fact]
    public async Task Post_NoAnswerInTime_Is503WithRetryAfter()
    {
        await using var pod = await UpstreamPod.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }));
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect") { Content = new StringContent("x") };
        request.Headers.Add("X-Argus-Timeout-Ms", "50");
        using var response = await gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("50 ms", await response.Content.ReadAsStringAsync());
    }
}
