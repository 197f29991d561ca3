using System.Net;
using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;
using Argus.Testing.Chat;

namespace Argus.ModelServer.Tests.Chat;

[Collection(OnChatServer.Name)]
public sealed class CompletionTests(ChatServer chat)
{
    [Fact]
    public async Task Complete_Messages_AnswersWithUsageAndDigest()
    {
        var response = await chat.SendAsync(ChatServer.Body(more: "\"temperature\": 0"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.JsonAsync();
        var choice = answer["choices"]!.AsArray().Single()!;
        Assert.Equal(("assistant", ChatServer.Sentence, "stop"), ((string?)choice["message"]!["role"], (string?)choice["message"]!["content"], (string?)choice["finish_reason"]));
        Assert.Equal(ChatServer.Model, (string?)answer["model"]);
        int prompt = (int)answer["usage"]!["prompt_tokens"]!, completion = (int)answer["usage"]!["completion_tokens"]!;
        Assert.Equal((prompt + completion, 21), ((int)answer["usage"]!["total_tokens"]!, completion));
        string digest = response.Headers.GetValues("X-Argus-Model-Digest").Single();
        Assert.Equal(digest, chat.Server.Models.State.Models!.Pack.Digest);
        Assert.Equal($"fp_{digest[7..19]}", (string?)answer["system_fingerprint"]);
    }

    [Theory]
    [InlineData("Hallo!", "\"temperature\": 0")]
    [InlineData("count", "\"temperature\": 0, \"max_tokens\": 12")]
    [InlineData("count", "\"max_completion_tokens\": 30, \"seed\": 5, \"temperature\": 2")]
    [InlineData("count", "\"stop\": [\"ve\", \"our\"], \"temperature\": 0")]
    [InlineData("count", "\"stop\": \" six sev\", \"temperature\": 0")]
    public async Task Complete_Streamed_IsTheSameAsWhole(string content, string more)
    {
        var whole = await (await chat.SendAsync(ChatServer.Body(content, more))).JsonAsync();
        var response = await chat.SendAsync(ChatServer.Body(content, more + ", \"stream\": true, \"stream_options\": {\"include_usage\": true}"));
        var events = await ChatServer.EventsAsync(response);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("[DONE]", events[^1]);
        JsonNode[] chunks = [.. events.SkipLast(1).Select(e => JsonNode.Parse(e)!)];
        Assert.Equal((string?)whole["choices"]![0]!["message"]!["content"], ChatServer.Text(chunks));
        Assert.Equal("assistant", (string?)chunks[0]["choices"]![0]!["delta"]!["role"]);
        Assert.Equal((string?)whole["choices"]![0]!["finish_reason"], (string?)chunks[^2]["choices"]![0]!["finish_reason"]);
        Assert.True(JsonNode.DeepEquals(whole["usage"], chunks[^1]["usage"]));
        Assert.Single(chunks.Select(c => (string?)c["id"]).Distinct());
    }

    [DataFact]
    public async Task Complete_EveryBody_KeepsOpenAIsSchemas()
    {
        string request = ChatServer.Body("count", "\"max_tokens\": 5, \"temperature\": 0.7, \"top_p\": 0.9, \"n\": 1, \"seed\": 3, \"stop\": [\"x\"], \"stream\": false, \"response_format\": {\"type\": \"text\"}, \"frequency_penalty\": 0");
        Assert.Empty(OpenAIContract.Shared.Faults("CreateChatCompletionRequest", JsonNode.Parse(request)));
        Assert.Empty(OpenAIContract.Shared.Faults("CreateChatCompletionResponse", await (await chat.SendAsync(request)).JsonAsync()));
        Assert.Empty(OpenAIContract.Shared.Faults("ListModelsResponse", await (await chat.Http.GetAsync("/v1/models")).JsonAsync()));

        var events = await ChatServer.EventsAsync(await chat.SendAsync(ChatServer.Body(more: "\"stream\": true, \"stream_options\": {\"include_usage\": true}")));
        foreach (string chunk in events.SkipLast(1))
            Assert.Empty(OpenAIContract.Shared.Faults("CreateChatCompletionStreamResponse", JsonNode.Parse(chunk)));
        Assert.Empty(OpenAIContract.Shared.Faults("ErrorResponse", await (await chat.SendAsync("{}")).JsonAsync()));
    }

    [DataFact]
    public void Contract_BrokenBodies_AreFound()
    {
        var contract = OpenAIContract.Shared;
        Assert.NotEmpty(contract.Faults("CreateChatCompletionResponse", JsonNode.Parse("""{"id":"x","object":"chat.completion","created":1,"model":"m"}""")));
        Assert.NotEmpty(contract.Faults("ErrorResponse", JsonNode.Parse("""{"error":{"message":"m","type":"t","param":null}}""")));
        Assert.NotEmpty(contract.Faults("ListModelsResponse", JsonNode.Parse("""{"object":"list","data":[{"id":"a","object":"model","created":1,"owned_by":"x","what":1}]}""")));
    }

    [Fact]
    public async Task Complete_SeveralKindsOfMessages_AreRead()
    {
        const string messages = """[{"role":"developer","content":"Be kind."},{"role":"user","content":[{"type":"text","text":"co"},{"type":"text","text":"unt"}]}]""";

        var answer = await (await chat.SendAsync($$"""{"model": "{{ChatServer.Model}}", "messages": {{messages}}, "max_tokens": 3, "temperature": 0}""")).JsonAsync();

        Assert.Equal((" one two three", "length"), ((string?)answer["choices"]![0]!["message"]!["content"], (string?)answer["choices"]![0]!["finish_reason"]));
    }

    [Fact]
    public async Task Complete_DeploymentNamed_TakesAnyModelName()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(ChatServer.Body().Replace(ChatServer.Model, "llama-3.2-3b", StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Argus-Deployment", "default/llama");

        var answer = await (await chat.Http.SendAsync(request)).JsonAsync();

        Assert.Equal("llama-3.2-3b", (string?)answer["model"]);
    }

    [Fact]
    public async Task Complete_ThirtyTwoStreams_AllEndAlike()
    {
        // That each has its share of the turns, the scheduler's own tests hold: here the callers' threads would be measured too.
        string body = ChatServer.Body("count", "\"stream\": true, \"temperature\": 0, \"max_tokens\": 300");

        string[] texts = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            using var response = await chat.SendAsync(body);
            var events = await ChatServer.EventsAsync(response);
            return ChatServer.Text(events.SkipLast(1).Select(e => JsonNode.Parse(e)!));
        }));

        Assert.Single(texts.Distinct());
        Assert.Equal(300, texts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Models_Listed_AreWhatCompletionsTake()
    {
        var list = await (await chat.Http.GetAsync("/v1/models")).JsonAsync();

        Assert.Equal([ChatServer.Model], list["data"]!.AsArray().Select(m => (string)m!["id"]!));
    }

    [Fact]
    public async Task Metrics_AfterAnAnswer_TellTokens()
    {
        await (await chat.SendAsync(ChatServer.Body())).JsonAsync();

        string page = await chat.Http.GetStringAsync("/metrics");

        foreach (string name in (string[])["argus_chat_tokens_total{kind=\"prompt\"}", "argus_chat_tokens_total{kind=\"completion\"}", "argus_chat_first_token_seconds_bucket", "argus_chat_token_seconds_bucket", "argus_chat_streams", "argus_chat_waiting"])
            Assert.Contains(name, page, StringComparison.Ordinal);
    }
}
