using System.Net;
using Argus.Inference.Language;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Chat;

public sealed class OverloadTests
{
    private const string Endless = "\"stream\": true, \"temperature\": 0, \"max_tokens\": 100000";

    [Fact]
    public async Task Complete_CallerHangsUp_FreesThePlaceForTheNext()
    {
        await using var server = await StartAsync();
        var scheduler = server.Models.State.Models!.Chat!;
        using var hangUp = new CancellationTokenSource();
        var first = await ChatServer.SendAsync(server.Http, ChatServer.Body("count", Endless), hangUp.Token);
        Assert.Equal(1, scheduler.Active);
        var second = ChatServer.SendAsync(server.Http, ChatServer.Body(more: "\"temperature\": 0"));

        first.Dispose();

        var answer = await (await second).JsonAsync();
        Assert.Equal(ChatServer.Sentence, (string?)answer["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task Complete_QueueFull_Is429WithRetryAfter()
    {
        await using var server = await StartAsync();
        using var first = await ChatServer.SendAsync(server.Http, ChatServer.Body("count", Endless));
        var second = ChatServer.SendAsync(server.Http, ChatServer.Body(more: "\"temperature\": 0"));
        while (server.Models.State.Models!.Chat!.Waiting == 0)
            await Task.Yield();

        var third = await ChatServer.SendAsync(server.Http, ChatServer.Body(more: "\"temperature\": 0"));

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        Assert.Equal("rate_limit_error", (string?)(await third.JsonAsync())["error"]!["type"]);
        first.Dispose();
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
    }

    [Fact]
    public async Task Complete_ShortBesideThirtyOneEndless_EndsBeforeAnyOfThem()
    {
        await using var server = await StartAsync(32);
        var scheduler = server.Models.State.Models!.Chat!;
        var endless = await Task.WhenAll(Enumerable.Range(0, 31).Select(_ => ChatServer.SendAsync(server.Http, ChatServer.Body("count", Endless))));

        var answer = await (await ChatServer.SendAsync(server.Http, ChatServer.Body(more: "\"temperature\": 0"))).JsonAsync();

        Assert.Equal(ChatServer.Sentence, (string?)answer["choices"]![0]!["message"]!["content"]);
        Assert.InRange(scheduler.Active, 31, 32);
        foreach (var one in endless)
            one.Dispose();
    }

    private static Task<RunningServer> StartAsync(int streams = 1) => RunningServer.StartAsync(o => o with
    {
        Pack = ChatServer.Folder,
        Chat = new ChatSchedulerOptions { Streams = streams, QueueCapacity = 1 },
        ChatMaxTokens = 100_000,
    });
}
