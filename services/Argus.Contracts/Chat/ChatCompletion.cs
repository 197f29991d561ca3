using System.Text.Json.Serialization;

namespace Argus.Contracts.Chat;

/// <summary>Answer of <c>POST /v1/chat/completions</c>.</summary>
public sealed record ChatCompletion
{
    /// <summary>Id of the answer.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>chat.completion</c>.</summary>
    public string Object { get; init; } = "chat.completion";

    /// <summary>When it was made, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The model, as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The one answer.</summary>
    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    /// <summary>What it took.</summary>
    public required ChatUsage Usage { get; init; }

    /// <summary>The first digits of the model digest: answers with one seed agree where these do.</summary>
    public required string SystemFingerprint { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Index">0.</param>
/// <param name="Message">What the model says.</param>
/// <param name="FinishReason"><c>stop</c> or <c>length</c>.</param>
public sealed record ChatChoice(int Index, ChatAnswer Message, string FinishReason)
{
    /// <summary>Always null.</summary>
    public IReadOnlyList<string>? Logprobs { get; init; }
}

/// <summary>What the model says.</summary>
/// <param name="Content">The text.</param>
public sealed record ChatAnswer(string Content)
{
    /// <summary>Always <c>assistant</c>.</summary>
    public string Role { get; init; } = "assistant";

    /// <summary>Always null: no model here refuses by a field of its own.</summary>
    public string? Refusal { get; init; }
}

/// <summary>Tokens of an exchange.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CompletionTokens">Tokens of the answer, the end token included.</param>
/// <param name="TotalTokens">Both.</param>
public sealed record ChatUsage(int PromptTokens, int CompletionTokens, int TotalTokens);

/// <summary>One event of a streamed answer.</summary>
public sealed record ChatCompletionChunk
{
    /// <summary>Id of the answer, the same in all its events.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>chat.completion.chunk</c>.</summary>
    public string Object { get; init; } = "chat.completion.chunk";

    /// <summary>When the answer began, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The model, as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The next part; none in the event with the usage.</summary>
    public required IReadOnlyList<ChatChunkChoice> Choices { get; init; }

    /// <summary>The first digits of the model digest.</summary>
    public required string SystemFingerprint { get; init; }

    /// <summary>What it took: in the last event, where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChatUsage? Usage { get; init; }
}

/// <summary>A part of an answer.</summary>
/// <param name="Index">0.</param>
/// <param name="Delta">What comes to the message.</param>
/// <param name="FinishReason"><c>stop</c> or <c>length</c> in the last part, else null.</param>
public sealed record ChatChunkChoice(int Index, ChatDelta Delta, string? FinishReason);

/// <summary>What comes to a message.</summary>
public sealed record ChatDelta
{
    /// <summary><c>assistant</c>, in the first part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>More text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }
}
