using System.Text.Json;

namespace Argus.Contracts.Chat;

/// <summary>Body of <c>POST /v1/chat/completions</c>, as OpenAI documents it. Fields that are not here are ignored where nothing would change by them, and refused where an answer would not be what was asked for.</summary>
public sealed record ChatCompletionRequest
{
    /// <summary>Which model answers: an id of <c>GET /v1/models</c>.</summary>
    public string? Model { get; init; }

    /// <summary>What was said so far, at least one message.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    /// <summary>Whether the answer comes part by part as server-sent events.</summary>
    public bool? Stream { get; init; }

    /// <summary>What a stream tells beside the text.</summary>
    public ChatStreamOptions? StreamOptions { get; init; }

    /// <summary>Most tokens of the answer, at least 1.</summary>
    public long? MaxCompletionTokens { get; init; }

    /// <summary>The older name of <see cref="MaxCompletionTokens"/>.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>0 to 2: 0 takes the likeliest token each time; default 1.</summary>
    public double? Temperature { get; init; }

    /// <summary>0 to 1: only among the likeliest tokens that come to this probability; default 1.</summary>
    public double? TopP { get; init; }

    /// <summary>The same seed and request give the same answer.</summary>
    public long? Seed { get; init; }

    /// <summary>A text, or up to four, at which the answer ends.</summary>
    public JsonElement? Stop { get; init; }

    /// <summary>Answers to give; only 1.</summary>
    public long? N { get; init; }

    /// <summary>Tools that the model may ask for.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Which tool must be asked for: <c>none</c>, <c>auto</c>, <c>required</c> or a tool.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>Form of the answer; only text.</summary>
    public JsonElement? ResponseFormat { get; init; }

    /// <summary>Whether probabilities of tokens are answered; only false.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>Probabilities of other tokens; only 0.</summary>
    public long? TopLogprobs { get; init; }

    /// <summary>Makes tokens likelier; only none.</summary>
    public JsonElement? LogitBias { get; init; }

    /// <summary>-2 to 2; only 0.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>-2 to 2; only 0.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>The older form of <see cref="Tools"/>; not taken.</summary>
    public JsonElement? Functions { get; init; }

    /// <summary>What the answer consists of; only text.</summary>
    public IReadOnlyList<string>? Modalities { get; init; }
}

/// <summary>One message.</summary>
public sealed record ChatMessage
{
    /// <summary><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</summary>
    public string? Role { get; init; }

    /// <summary>A text, or a list of parts with type <c>text</c>.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>Who speaks, where several have one role.</summary>
    public string? Name { get; init; }

    /// <summary>Tools that the assistant asked for.</summary>
    public JsonElement? ToolCalls { get; init; }

    /// <summary>Which call a tool's message answers.</summary>
    public string? ToolCallId { get; init; }
}

/// <summary>What a stream tells beside the text.</summary>
public sealed record ChatStreamOptions
{
    /// <summary>Whether a last event tells the usage.</summary>
    public bool? IncludeUsage { get; init; }
}
