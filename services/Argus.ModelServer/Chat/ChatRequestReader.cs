using System.Collections.Immutable;
using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Chat;
using Argus.Inference.Language;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Chat;

/// <summary>From a body to a <see cref="ChatCall"/>. What would change the answer and is not done here is refused by its name, never passed over.</summary>
internal static class ChatRequestReader
{
    private const int MostStops = 4;

    /// <summary>Reads a body.</summary>
    /// <param name="json">The body.</param>
    /// <param name="maxTokens">Most tokens of one answer, whatever is asked for.</param>
    public static Outcome<ChatCall> Read(ReadOnlySpan<byte> json, int maxTokens)
    {
        ChatCompletionRequest? request;
        try
        {
            request = JsonSerializer.Deserialize(json, ContractsJson.Default.ChatCompletionRequest);
        }
        catch (JsonException e)
        {
            string? field = e.Path is { Length: > 2 } path ? path[2..] : null;
            return field is null ? new Refusal(400, $"The body is not the JSON of a chat request: {e.Message}") : ChatFault.Wrong(field, "has a value of the wrong type.");
        }

        if (request is null)
            return new Refusal(400, "The body is null; it must be an object with model and messages.");
        if (request.Model is not { Length: > 0 } model)
            return ChatFault.Wrong("model", "is missing; GET /v1/models lists what there is.");
        if (Unsupported(request) is { } unsupported)
            return unsupported;
        var messages = ChatMessages.Read(request.Messages);
        if (!messages.Ok)
            return messages.Refusal;
        var options = Options(request, maxTokens);
        if (!options.Ok)
            return options.Refusal;
        return new ChatCall(model, messages.Value, options.Value)
        {
            Stream = request.Stream ?? false,
            IncludeUsage = request.StreamOptions?.IncludeUsage ?? false,
        };
    }

    private static Outcome<GenerationOptions> Options(ChatCompletionRequest request, int maxTokens)
    {
        long most = request.MaxCompletionTokens ?? request.MaxTokens ?? maxTokens;
        if (most < 1)
            return ChatFault.Wrong(request.MaxCompletionTokens is null ? "max_tokens" : "max_completion_tokens", "must be at least 1.");
        if (request.Temperature is not (null or (>= 0 and <= 2)))
            return ChatFault.Wrong("temperature", "must be a number from 0 to 2.");
        if (request.TopP is not (null or (>= 0 and <= 1)))
            return ChatFault.Wrong("top_p", "must be a number from 0 to 1.");
        if (Stops(request.Stop) is not { } stops)
            return ChatFault.Wrong("stop", $"must be a text or a list of at most {MostStops} texts, none of them empty.");
        return new GenerationOptions
        {
            MaxTokens = (int)Math.Min(most, maxTokens),
            Temperature = request.Temperature ?? 1,
            TopP = request.TopP ?? 1,
            Seed = request.Seed,
            Stop = stops,
        };
    }

    private static ImmutableArray<string>? Stops(JsonElement? stop)
    {
        if (stop is not { ValueKind: not JsonValueKind.Null } value)
            return [];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > MostStops)
            return null;
        string?[] texts = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(JsonText.Read)] : [JsonText.Read(value)];
        return texts.All(t => t is { Length: > 0 }) ? [.. texts.OfType<string>()] : null;
    }

    private static Refusal? Unsupported(ChatCompletionRequest request)
    {
        if (request.N is not (null or 1))
            return ChatFault.Unsupported("n", "must be 1: send the request several times for several answers.");
        if (request.Logprobs is true || request.TopLogprobs is not (null or 0))
            return ChatFault.Unsupported(request.Logprobs is true ? "logprobs" : "top_logprobs", "is not supported by models in process.");
        if (request.FrequencyPenalty is not (null or 0))
            return ChatFault.Unsupported("frequency_penalty", "is not supported by models in process; leave it out or set it to 0.");
        if (request.PresencePenalty is not (null or 0))
            return ChatFault.Unsupported("presence_penalty", "is not supported by models in process; leave it out or set it to 0.");
        if (!IsEmpty(request.LogitBias))
            return ChatFault.Unsupported("logit_bias", "is not supported by models in process.");
        if (!IsEmpty(request.Functions))
            return ChatFault.Unsupported("functions", "is not supported.");
        if (!IsEmpty(request.Tools) && !IsText(request.ToolChoice, "none"))
            return ChatFault.Unsupported("tools", "is not supported by models in process: deploy the model behind an OpenAI-compatible server (spec.chat.endpoint), to which tools are passed as they are.");
        if (request.Modalities is { } modalities && modalities.Any(m => m != "text"))
            return ChatFault.Unsupported("modalities", "may only hold text.");
        if (request.ResponseFormat is { ValueKind: not JsonValueKind.Null } format && !(format.ValueKind == JsonValueKind.Object && format.TryGetProperty("type", out var type) && IsText(type, "text")))
            return ChatFault.Unsupported("response_format", "may only have the type text: models in process are not held to a form.");
        return null;
    }

    private static bool IsEmpty(JsonElement? value) => value is not { } given || given.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.Array => given.GetArrayLength() == 0,
        JsonValueKind.Object => !given.EnumerateObject().Any(),
        _ => false,
    };

    private static bool IsText(JsonElement? value, string text) => value is { } given && JsonText.Read(given) == text;
}
