using Argus.Contracts.Chat;
using Argus.Inference.Language;

namespace Argus.ModelServer.Chat;

/// <summary>What all bodies of one answer say alike.</summary>
/// <param name="Id">Id of the answer.</param>
/// <param name="Created">When it began, in seconds since 1970.</param>
/// <param name="Model">The model, as it was asked for.</param>
/// <param name="Fingerprint">First digits of the model digest.</param>
internal sealed record ChatReply(string Id, long Created, string Model, string Fingerprint)
{
    /// <summary>The whole answer.</summary>
    public ChatCompletion Whole(string text, ChatStream stream) => new()
    {
        Id = Id,
        Created = Created,
        Model = Model,
        SystemFingerprint = Fingerprint,
        Choices = [new ChatChoice(0, new ChatAnswer(text), Reason(stream))],
        Usage = Usage(stream),
    };

    /// <summary>A part of a streamed answer.</summary>
    public ChatCompletionChunk Part(ChatDelta delta, ChatStream? ended = null) => new()
    {
        Id = Id,
        Created = Created,
        Model = Model,
        SystemFingerprint = Fingerprint,
        Choices = [new ChatChunkChoice(0, delta, ended is null ? null : Reason(ended))],
    };

    /// <summary>The event that tells the usage.</summary>
    public ChatCompletionChunk Tokens(ChatStream ended) => new()
    {
        Id = Id,
        Created = Created,
        Model = Model,
        SystemFingerprint = Fingerprint,
        Choices = [],
        Usage = Usage(ended),
    };

    private static ChatUsage Usage(ChatStream stream) => new(stream.PromptTokens, stream.Tokens.Count, stream.PromptTokens + stream.Tokens.Count);

    private static string Reason(ChatStream stream) => stream.Reason == FinishReason.Stop ? "stop" : "length";
}
