using System.Net;
using Argus.ModelServer.Chat;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.ModelServer.Tests.Chat;

/// <summary>Servers behind a relay that are none, or fail at the worst moment.</summary>
public sealed class RelayFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(200, "text/html", "<html>Welcome to nginx!</html>", 502, "endpoint_unreadable")]
    [InlineData(404, "text/html; charset=utf-8", "<h1>Not Found</h1>", 502, "endpoint_unreadable")]
    [InlineData(200, null, "{}", 502, "endpoint_unreadable")]
    [InlineData(200, "application/json", "", 502, "endpoint_unreadable")]
    [InlineData(503, "text/html", "<h1>Busy</h1>", 503, "endpoint_busy")]
    [InlineData(407, "application/json", "{}", 502, "endpoint_refused")]
    public async Task Complete_NoAnswerOfChat_IsNotPassedOn(int status, string? type, string text, int expected, string code)
    {
        await using var upstream = await UpstreamAsync(async http =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (status, type);
            http.Response.Headers.RetryAfter = "9";
            await http.Response.WriteAsync(text);
        });
        await using var relay = await StartAsync(upstream);

        using var response = await ChatServer.SendAsync(relay.Http, ChatServer.Body());

        Assert.Equal((expected, code), ((int)response.StatusCode, (string?)(await response.JsonAsync())["error"]!["code"]));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(expected == 503 ? TimeSpan.FromSeconds(9) : null, response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Complete_Redirected_ShowsTheKeyToNobodyElse()
    {
        List<string?> shown = [];
        await using var other = await UpstreamAsync(http =>
        {
            shown.Add(http.Request.Headers.Authorization);
            return Task.CompletedTask;
        });
        await using var upstream = await UpstreamAsync(http =>
        {
            http.Response.Redirect(other.Urls.First() + "/v1/chat/completions", permanent: true, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var relay = await StartAsync(upstream, key: "secret");

        using var response = await ChatServer.SendAsync(relay.Http, ChatServer.Body());

        Assert.Equal("endpoint_refused", (string?)(await response.JsonAsync())["error"]!["code"]);
        Assert.Empty(shown);
    }

    [Fact]
    public async Task Complete_BreaksOffBeforeAWord_Is502()
    {
        await using var upstream = await UpstreamAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        await using var relay = await StartAsync(upstream);

        using var response = await ChatServer.SendAsync(relay.Http, ChatServer.Body());

        Assert.Equal((HttpStatusCode.BadGateway, "endpoint_unreachable"), (response.StatusCode, (string?)(await response.JsonAsync())["error"]!["code"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Complete_BreaksOffOrFallsSilentAmid_BreaksOffHereToo(bool breaks)
    {
        var passed = new TaskCompletionSource();
        await using var upstream = await UpstreamAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: {}\n\n");
            await http.Response.Body.FlushAsync();
            await passed.Task;
            if (breaks)
                http.Abort();
            else
                await UntilHungUpAsync(http);
        });
        await using var relay = await StartAsync(upstream, silence: TimeSpan.FromSeconds(breaks ? 60 : 2));

        using var response = await ChatServer.SendAsync(relay.Http, ChatServer.Body());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        passed.SetResult();
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        Assert.True(fault is HttpRequestException or IOException, fault.ToString());
    }

    [Fact]
    public async Task Complete_Silent_Is504AndLetsItGo()
    {
        var left = new TaskCompletionSource();
        await using var upstream = await UpstreamAsync(async http =>
        {
            await UntilHungUpAsync(http);
            left.SetResult();
        });
        await using var relay = await StartAsync(upstream, silence: TimeSpan.FromMilliseconds(50));

        using var response = await ChatServer.SendAsync(relay.Http, ChatServer.Body());

        Assert.Equal((HttpStatusCode.GatewayTimeout, "endpoint_silent"), (response.StatusCode, (string?)(await response.JsonAsync())["error"]!["code"]));
        await left.Task.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Complete_CallerHangsUp_TheServerLearnsIt(bool amid)
    {
        TaskCompletionSource asked = new(), left = new();
        await using var upstream = await UpstreamAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            if (amid)
                await http.Response.WriteAsync("data: {}\n\n");
            if (amid)
                await http.Response.Body.FlushAsync();
            asked.SetResult();
            await UntilHungUpAsync(http);
            left.SetResult();
        });
        await using var relay = await StartAsync(upstream);
        using var hangUp = new CancellationTokenSource();

        var sending = ChatServer.SendAsync(relay.Http, ChatServer.Body(), hangUp.Token);
        await asked.Task.WaitAsync(Patience);
        if (amid)
            (await sending).Dispose();
        await hangUp.CancelAsync();

        await left.Task.WaitAsync(Patience);
        if (!amid)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Complete_HugeLine_PassesWithoutBeingGathered()
    {
        const int parts = 1024;
        byte[] part = new byte[64 * 1024];
        part.AsSpan().Fill((byte)'a');
        await using var upstream = await UpstreamAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            for (int i = 0; i < parts; i++)
                await http.Response.Body.WriteAsync(part);
        });
        await using var relay = await StartAsync(upstream);
        long before = GC.GetTotalAllocatedBytes();

        using var response = await ChatServer.SendAsync(relay.Http, ChatServer.Body());
        var body = await response.Content.ReadAsStreamAsync();
        long length = 0;
        int read;
        byte[] buffer = new byte[64 * 1024];
        while ((read = await body.ReadAsync(buffer)) > 0)
            length += read;

        Assert.Equal((long)parts * part.Length, length);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, length / 2);
    }

    [Fact]
    public async Task Check_EndlessList_IsNotReadToItsEnd()
    {
        await using var upstream = await UpstreamAsync(_ => Task.CompletedTask, async http =>
        {
            byte[] part = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(part, http.RequestAborted);
        });
        using var remote = new RemoteChat(new ChatEndpointOptions($"{upstream.Urls.First()}/v1", null, null), TimeProvider.System);

        Assert.Contains("cannot be read", await remote.CheckAsync(default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SilentServer_IsGivenUp()
    {
        var asked = new TaskCompletionSource();
        await using var upstream = await UpstreamAsync(_ => Task.CompletedTask, http =>
        {
            asked.SetResult();
            return UntilHungUpAsync(http);
        });
        var clock = new FakeTimeProvider();
        using var remote = new RemoteChat(new ChatEndpointOptions($"{upstream.Urls.First()}/v1", null, null), clock);

        var check = remote.CheckAsync(default);
        await asked.Task.WaitAsync(Patience);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("does not answer within 10 s", await check.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/v1")]
    [InlineData("http://2852039166/v1")]
    [InlineData("http://[::ffff:169.254.169.254]/v1")]
    [InlineData("http://[fe80::1]/v1")]
    public async Task Check_AddressOfOneLink_IsNotConnectedTo(string url)
    {
        using var remote = new RemoteChat(new ChatEndpointOptions(url, null, null), TimeProvider.System);

        Assert.Contains("link-local", await remote.CheckAsync(default), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.7", true)]
    [InlineData("fd12:3456::1", true)]
    [InlineData("2606:4700::1", true)]
    public void IsOpen_Address_IsWhereModelsMayBe(string address, bool open) => Assert.Equal(open, EndpointDoor.IsOpen(IPAddress.Parse(address)));

    private static Task<RunningServer> StartAsync(WebApplication upstream, string? key = null, TimeSpan? silence = null) =>
        RunningServer.StartAsync(o => o with { ChatEndpoint = new ChatEndpointOptions($"{upstream.Urls.First()}/v1", null, key) { Silence = silence ?? Patience } });

    private static async Task UntilHungUpAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource();
        await using var told = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static async Task<WebApplication> UpstreamAsync(Func<HttpContext, Task> answer, Func<HttpContext, Task>? list = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/v1/models", http => list?.Invoke(http) ?? http.Response.WriteAsync("""{"data":[]}"""));
        app.MapPost("/v1/chat/completions", answer);
        await app.StartAsync();
        return app;
    }
}
