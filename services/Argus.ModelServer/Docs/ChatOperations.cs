using Argus.ServiceDefaults.Docs;

namespace Argus.ModelServer.Docs;

/// <summary>The operations of chat, whose errors have OpenAI's form.</summary>
internal static class ChatOperations
{
    private const string Json = "application/json";
    private const string Tag = "chat";

    private static readonly ApiBody Error = new(Json, "OpenAIError");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(HttpMethod.Get, "/v1/models", Tag, "The models that can be asked for.")
        {
            Answers = [new(Json, "ChatModelList", """{"object":"list","data":[{"id":"selftest-chat","object":"model","created":1767225600,"owned_by":"argus"}]}""")],
            Errors = [404, 503],
            Error = Error,
        },
        new(HttpMethod.Post, "/v1/chat/completions", Tag, "Answers messages; with stream, part by part as server-sent events of ChatCompletionChunk, ended by [DONE].")
        {
            Bodies = [new(Json, "ChatCompletionRequest", """{"model":"selftest-chat","messages":[{"role":"user","content":"Hallo!"}],"temperature":0.7}""")],
            Answers =
            [
                new(Json, "ChatCompletion", """{"id":"chatcmpl-5e44","object":"chat.completion","created":1767225600,"model":"selftest-chat","choices":[{"index":0,"message":{"role":"assistant","content":"Hallo!","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12},"system_fingerprint":"fp_5e44"}"""),
                new("text/event-stream", "ChatCompletionChunk"),
            ],
            Errors = [400, 404, 413, 415, 422, 429, 500, 503],
            Error = Error,
        },
    ];
}
