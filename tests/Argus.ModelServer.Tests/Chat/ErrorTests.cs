using System.Net;
using System.Text;
using Argus.ModelServer.Tests.Running;

namespace Argus.ModelServer.Tests.Chat;

[Collection(OnChatServer.Name)]
public sealed class ErrorTests(ChatServer chat)
{
    private const string Messages = "\"messages\": [{\"role\": \"user\", \"content\": \"Hallo!\"}]";
    private const string Model = "\"model\": \"selftest-chat\"";

    [Theory]
    [InlineData("{", 400, null, null)]
    [InlineData("null", 400, null, null)]
    [InlineData("[]", 400, null, null)]
    [InlineData("{" + Messages + "}", 400, "model", "invalid_value")]
    [InlineData("{" + Model + "}", 400, "messages", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": []}", 400, "messages", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [null]}", 400, "messages[0].role", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"robot\", \"content\": \"x\"}]}", 400, "messages[0].role", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"user\"}]}", 400, "messages[0].content", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"user\", \"content\": 5}]}", 400, "messages[0].content", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"user\", \"content\": \"a\\u0000b\"}]}", 400, "messages[0].content", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"user\", \"content\": \"\\ud800\"}]}", 400, "messages[0].content", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": \"http://a/b.png\"}}]}]}", 400, "messages[0].content", "unsupported_parameter")]
    [InlineData("{\"model\": \"gpt-9\", " + Messages + "}", 404, "model", "model_not_found")]
    [InlineData("{" + Model + ", " + Messages + ", \"temperature\": 2.5}", 400, "temperature", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"temperature\": \"hot\"}", 400, "temperature", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"top_p\": -0.1}", 400, "top_p", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"max_tokens\": 0}", 400, "max_tokens", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"max_completion_tokens\": -1}", 400, "max_completion_tokens", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"stop\": [\"a\",\"b\",\"c\",\"d\",\"e\"]}", 400, "stop", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"stop\": [\"\"]}", 400, "stop", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"n\": 2}", 400, "n", "unsupported_parameter")]
    [InlineData("{" + Model + ", " + Messages + ", \"logprobs\": true}", 400, "logprobs", "unsupported_parameter")]
    [InlineData("{" + Model + ", " + Messages + ", \"presence_penalty\": 1}", 400, "presence_penalty", "unsupported_parameter")]
    [InlineData("{" + Model + ", " + Messages + ", \"logit_bias\": {\"5\": 10}}", 400, "logit_bias", "unsupported_parameter")]
    [InlineData("{" + Model + ", " + Messages + ", \"response_format\": {\"type\": \"json_object\"}}", 400, "response_format", "unsupported_parameter")]
    [InlineData("{" + Model + ", " + Messages + ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]}", 400, "tools", "unsupported_parameter")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"\\ud800\"}]}]}", 400, "messages[0].content", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"user\", \"content\": [{\"text\": \"x\"}]}]}", 400, "messages[0].content", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"assistant\", \"tool_calls\": [1]}]}", 400, "messages[0].tool_calls", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"assistant\", \"tool_calls\": {\"id\": \"a\"}}]}", 400, "messages[0].tool_calls", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"assistant\", \"tool_calls\": [{\"id\": \"a\", \"type\": \"function\", \"function\": {\"name\": \"\\ud800\", \"arguments\": \"{}\"}}]}]}", 400, "messages[0].tool_calls", "invalid_value")]
    [InlineData("{" + Model + ", \"messages\": [{\"role\": \"user\", \"content\": \"x\", \"name\": \"a\\u0000b\"}]}", 400, "messages[0].name", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"stop\": \"\\ud800\"}", 400, "stop", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"stop\": [5]}", 400, "stop", "invalid_value")]
    [InlineData("{" + Model + ", " + Messages + ", \"response_format\": {\"type\": \"\\ud800\"}}", 400, "response_format", "unsupported_parameter")]
    [InlineData("{" + Model + ", " + Messages + ", \"tools\": 5}", 400, "tools", "unsupported_parameter")]
    [InlineData("{" + Model + ", " + Messages + ", \"max_tokens\": 1e300}", 400, "max_tokens", "invalid_value")]
    public async Task Complete_BadRequest_IsRefusedInOpenAIsForm(string body, int status, string? param, string? code)
    {
        var response = await chat.SendAsync(body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var error = (await response.JsonAsync())["error"]!;
        Assert.Equal(("invalid_request_error", param, code), ((string?)error["type"], (string?)error["param"], (string?)error["code"]));
        Assert.NotEmpty((string)error["message"]!);
    }

    [Fact]
    public async Task Complete_EmptySettings_AreTheirDefaults()
    {
        var response = await chat.SendAsync(ChatServer.Body(more: "\"tools\": [], \"stop\": null, \"response_format\": null, \"logit_bias\": {}, \"temperature\": null, \"n\": null, \"max_tokens\": null, \"user\": \"me\", \"stream_options\": null"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Complete_BytesThatAreNoText_AreRefused()
    {
        byte[] body = Encoding.UTF8.GetBytes(ChatServer.Body("a?b"));
        body[Array.IndexOf(body, (byte)'?')] = 0xFF;
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };

        var response = await chat.Http.PostAsync("/v1/chat/completions", content);

        Assert.Equal((HttpStatusCode.BadRequest, "messages[0].content"), (response.StatusCode, (string?)(await response.JsonAsync())["error"]!["param"]));
    }

    [Fact]
    public async Task Complete_TokensBeyondAnyContext_AreBoundedByIt()
    {
        var answer = await (await chat.SendAsync(ChatServer.Body(more: "\"temperature\": 0, \"max_tokens\": 9000000000000"))).JsonAsync();

        Assert.Equal((ChatServer.Sentence, "stop"), ((string?)answer["choices"]![0]!["message"]!["content"], (string?)answer["choices"]![0]!["finish_reason"]));
    }

    [Fact]
    public async Task Complete_MoreThanTheContext_IsRefusedByItsCode()
    {
        var response = await chat.SendAsync(ChatServer.Body(new string('a', 40_000)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("context_length_exceeded", (string?)(await response.JsonAsync())["error"]!["code"]);
    }

    [Fact]
    public async Task Complete_HugeBody_IsRefusedBeforeItIsRead()
    {
        var response = await chat.SendAsync(ChatServer.Body(new string('a', 9_000_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("invalid_request_error", (string?)(await response.JsonAsync())["error"]!["type"]);
    }

    [Fact]
    public async Task Complete_WrongMethodOrPath_IsRefusedInOpenAIsForm()
    {
        Assert.NotNull((await (await chat.Http.GetAsync("/v1/chat/completions")).JsonAsync())["error"]!["message"]);
        Assert.NotNull((await (await chat.Http.GetAsync("/v1/embeddings")).JsonAsync())["error"]!["message"]);
        Assert.NotNull((await (await chat.Http.GetAsync("/v2/nothing")).JsonAsync())["detail"]);
    }
}
