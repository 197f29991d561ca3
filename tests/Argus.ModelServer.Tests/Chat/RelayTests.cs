using System.Net;
using System.Text.Json.Nodes;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;
using Argus.Testing.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.ModelServer.Tests.Chat;

/// <summary>Chat by a server elsewhere: here one of our own with the self-test's model, and one whose answers the test writes.</summary>
[Collection(OnChatServer.Name)]
public sealed class RelayTests(ChatServer chat)
{
    [Fact]
    public async Task Complete_Relayed_IsTheSameAsAsked()
    {
        await using var relay = await StartAsync(new Uri(chat.Server.Address, "/v1").ToString(), ChatServer.Model);

        var response = await ChatServer.SendAsync(relay.Http, ChatServer.Body(more: "\"temperature\": 0").Replace(ChatServer.Model, "llama-3.2-3b", StringComparison.Ordinal));
        var events = await ChatServer.EventsAsync(await ChatServer.SendAsync(relay.Http, ChatServer.Body(more: "\"temperature\": 0, \"stream\": true")));
        var health = await (await relay.Http.GetAsync("/health")).JsonAsync();

        var answer = await response.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, ChatServer.Sentence), (response.StatusCode, (string?)answer["choices"]![0]!["message"]!["content"]));
        Assert.Equal(ChatServer.Sentence, ChatServer.Text(events.SkipLast(1).Select(e => JsonNode.Parse(e)!)));
        Assert.Equal("[DONE]", events[^1]);
        Assert.Equal(("healthy", (string?)health["model_digest"]), ((string?)health["status"], response.Headers.GetValues("X-Argus-Model-Digest").Single()));
    }

    [DataFact]
    public async Task Complete_ToolsAndAll_PassAsTheyAre()
    {
        const string tools = "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"weather\", \"parameters\": {\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}}}}], \"tool_choice\": \"auto\", \"n\": 2, \"temperature\": 0.70, \"logit_bias\": {\"50256\": -100}";
        string? seen = null, key = null;
        await using var upstream = await UpstreamAsync(async http =>
        {
            key = http.Request.Headers.Authorization;
            seen = await new StreamReader(http.Request.Body).ReadToEndAsync();
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "7";
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("""{"error":{"message":"full","type":"rate_limit_error","param":null,"code":null}}""");
        });
        await using var relay = await StartAsync($"{upstream.Urls.First()}/v1/", "their-model", "secret");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(ChatServer.Body(more: tools), null, "application/json") };
        request.Headers.Add("Authorization", "Bearer callers");

        var response = await relay.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode.TooManyRequests, 7), (response.StatusCode, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal("full", (string?)(await response.JsonAsync())["error"]!["message"]);
        Assert.Equal("Bearer secret", key);
        var expected = JsonNode.Parse(ChatServer.Body(more: tools))!;
        expected["model"] = "their-model";
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(seen!)), seen);
        Assert.Contains("0.70", seen, StringComparison.Ordinal);
        Assert.Empty(OpenAIContract.Shared.Faults("CreateChatCompletionRequest", JsonNode.Parse(seen!)));
    }

    [Fact]
    public async Task Complete_EndpointFails_IsTold()
    {
        int status = 401;
        await using var upstream = await UpstreamAsync(http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var relay = await StartAsync($"{upstream.Urls.First()}/v1", "their-model");

        var refused = await ChatServer.SendAsync(relay.Http, ChatServer.Body());
        await upstream.StopAsync();
        var gone = await ChatServer.SendAsync(relay.Http, ChatServer.Body());

        Assert.Equal((HttpStatusCode.BadGateway, "endpoint_refused"), (refused.StatusCode, (string?)(await refused.JsonAsync())["error"]!["code"]));
        Assert.Equal((HttpStatusCode.BadGateway, "endpoint_unreachable"), (gone.StatusCode, (string?)(await gone.JsonAsync())["error"]!["code"]));
        Assert.Equal(HttpStatusCode.BadRequest, (await ChatServer.SendAsync(relay.Http, "[1]")).StatusCode);
    }

    [Fact]
    public async Task Watch_EndpointStaysAway_TakesReadinessUntilItIsBack()
    {
        bool away = false;
        await using var upstream = await UpstreamAsync(_ => Task.CompletedTask, http => http.Response.StatusCode = away ? 500 : 200);
        await using var relay = await StartAsync($"{upstream.Urls.First()}/v1", "their-model");
        using var remote = new Argus.ModelServer.Chat.RemoteChat(new ChatEndpointOptions($"{upstream.Urls.First()}/v1", "their-model", null), TimeProvider.System);
        var watch = new Argus.ModelServer.Chat.RelayWatch(remote, relay.Models, TimeProvider.System, NullLogger.Instance);

        away = true;
        for (int i = 1; i < Argus.ModelServer.Chat.RelayWatch.Patience; i++)
            await watch.LookAsync(default);
        Assert.Equal(HttpStatusCode.OK, (await relay.Http.GetAsync("/health/ready")).StatusCode);
        await watch.LookAsync(default);
        var lost = await relay.Http.GetAsync("/health/ready");
        away = false;
        await watch.LookAsync(default);

        var health = await lost.JsonAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (lost.StatusCode, (string?)health["status"]));
        Assert.Contains("answers 500", (string?)health["reason"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await relay.Http.GetAsync("/health/live")).StatusCode);
        var back = await relay.Http.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.OK, null), (back.StatusCode, (string?)(await back.JsonAsync())["reason"]));
    }

    [Fact]
    public async Task Metrics_AfterARelayedAnswer_TellItsTime()
    {
        await using var relay = await StartAsync(new Uri(chat.Server.Address, "/v1").ToString(), ChatServer.Model);
        await (await ChatServer.SendAsync(relay.Http, ChatServer.Body())).JsonAsync();

        string page = await relay.Http.GetStringAsync("/metrics");

        Assert.Contains("argus_chat_relay_first_byte_seconds_count{status=\"200\"} 1", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WrongModelOrAddress_SaysWhatThereIs()
    {
        using var wrong = new Argus.ModelServer.Chat.RemoteChat(new ChatEndpointOptions(new Uri(chat.Server.Address, "/v1").ToString(), "gpt-9", null), TimeProvider.System);
        using var nowhere = new Argus.ModelServer.Chat.RemoteChat(new ChatEndpointOptions("http://127.0.0.1:1/v1", null, null), TimeProvider.System);
        using var other = new Argus.ModelServer.Chat.RemoteChat(new ChatEndpointOptions(chat.Server.Address.ToString(), null, null), TimeProvider.System);

        Assert.Contains("it has selftest-chat", await wrong.CheckAsync(default), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await nowhere.CheckAsync(default), StringComparison.Ordinal);
        Assert.Contains("answers 404", await other.CheckAsync(default), StringComparison.Ordinal);
    }

    private static Task<RunningServer> StartAsync(string url, string? model, string? key = null) =>
        RunningServer.StartAsync(o => o with { ChatEndpoint = new ChatEndpointOptions(url, model, key) });

    private static async Task<WebApplication> UpstreamAsync(Func<HttpContext, Task> answer, Action<HttpContext>? listed = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/v1/models", async http =>
        {
            listed?.Invoke(http);
            await http.Response.WriteAsync("""{"object":"list","data":[{"id":"their-model"}]}""");
        });
        app.MapPost("/v1/chat/completions", answer);
        await app.StartAsync();
        return app;
    }
}
