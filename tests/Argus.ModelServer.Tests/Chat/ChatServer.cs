using System.Text;
using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Chat;

/// <summary>A server with the self-test's language model, for all tests that leave it as they found it.</summary>
public sealed class ChatServer : IAsyncLifetime
{
    public const string Model = "selftest-chat";

    public const string Sentence = "This is the self-test of Argus \u2013 it proves that chat works, and knows nothing.";

    public static string Folder { get; } = Path.Combine(TestData.Repository, "models", Model);

    public RunningServer Server { get; private set; } = null!;

    public HttpClient Http => Server.Http;

    public async Task InitializeAsync() => Server = await RunningServer.StartAsync(o => o with { Pack = Folder });

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    /// <summary>A request with one message.</summary>
    /// <param name="content">What the user says; <c>count</c> makes the model count.</param>
    /// <param name="more">Further fields, in JSON without braces.</param>
    public static string Body(string content = "Hallo!", string more = "") =>
        $$"""{"model": "{{Model}}", "messages": [{"role": "user", "content": "{{content}}"}]{{(more.Length > 0 ? ", " + more : "")}}}""";

    public static Task<HttpResponseMessage> SendAsync(HttpClient http, string body, CancellationToken cancel = default) =>
        http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") },
            HttpCompletionOption.ResponseHeadersRead,
            cancel);

    public Task<HttpResponseMessage> SendAsync(string body) => SendAsync(Http, body);

    /// <summary>The events of a streamed answer; the last one is [DONE].</summary>
    public static async Task<IReadOnlyList<string>> EventsAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(e => e.StartsWith("data: ", StringComparison.Ordinal) ? e[6..] : throw new FormatException(e))];
    }

    public static string Text(IEnumerable<JsonNode> chunks) =>
        string.Concat(chunks.SelectMany(c => c["choices"]!.AsArray()).Select(c => (string?)c!["delta"]!["content"]));
}

[CollectionDefinition(Name)]
public sealed class OnChatServer : ICollectionFixture<ChatServer>
{
    public const string Name = "chat server";
}
