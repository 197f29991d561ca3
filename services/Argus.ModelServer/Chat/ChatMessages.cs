using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Contracts.Chat;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Chat;

/// <summary>From the messages of a request to those that a chat template reads: a role and one text each.</summary>
internal static class ChatMessages
{
    private const int Most = 4096;
    private const string NoZero = "must not have the character U+0000.";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The messages as a JSON array, or which one is wrong.</summary>
    public static Outcome<string> Read(IReadOnlyList<ChatMessage>? messages)
    {
        if (messages is null or { Count: 0 })
            return ChatFault.Wrong("messages", "must hold at least one message.");
        if (messages.Count > Most)
            return ChatFault.Wrong("messages", $"may hold at most {Most} messages.");
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartArray();
        for (int i = 0; i < messages.Count; i++)
        {
            if (Write(json, messages[i], $"messages[{i}]") is { } fault)
                return fault;
        }

        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static Refusal? Write(Utf8JsonWriter json, ChatMessage? message, string at)
    {
        // The newer name of the system's role, which templates do not know.
        string? role = message?.Role == "developer" ? "system" : message?.Role;
        if (role is not ("system" or "user" or "assistant" or "tool"))
            return ChatFault.Wrong($"{at}.role", "must be system, developer, user, assistant or tool.");
        if (message!.Name?.Contains('\0') == true)
            return ChatFault.Wrong($"{at}.name", NoZero);
        if (message.ToolCallId?.Contains('\0') == true)
            return ChatFault.Wrong($"{at}.tool_call_id", NoZero);
        if (Calls(message.ToolCalls, $"{at}.tool_calls") is { } wrong)
            return wrong;
        bool calls = role == "assistant" && message.ToolCalls is { ValueKind: JsonValueKind.Array };
        var text = Text(message.Content, optional: role == "assistant", $"{at}.content");
        if (!text.Ok)
            return text.Refusal;
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", text.Value);
        if (message.Name is { } name)
            json.WriteString("name", name);
        if (message.ToolCallId is { } id)
            json.WriteString("tool_call_id", id);
        if (calls)
        {
            json.WritePropertyName("tool_calls");
            message.ToolCalls!.Value.WriteTo(json);
        }

        json.WriteEndObject();
        return null;
    }

    private static Outcome<string> Text(JsonElement? content, bool optional, string at)
    {
        if (content is not { ValueKind: not JsonValueKind.Null } value)
            return optional ? "" : ChatFault.Wrong(at, "is missing.");
        if (value.ValueKind == JsonValueKind.String)
            return Clean(value, at);
        if (value.ValueKind != JsonValueKind.Array)
            return ChatFault.Wrong(at, "must be a text or a list of parts.");
        var all = new StringBuilder();
        foreach (var part in value.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("type", out var kind) || JsonText.Read(kind) is not { } type)
                return ChatFault.Wrong(at, "must hold parts with a type.");
            if (type != "text")
                return ChatFault.Unsupported(at, $"has a part of type {type}: models in process read text only.");
            if (!part.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String)
                return ChatFault.Wrong(at, "has a part of type text without a text.");
            var clean = Clean(text, at);
            if (!clean.Ok)
                return clean;
            all.Append(clean.Value);
        }

        return all.ToString();
    }

    // The tokenizer reads up to the first zero byte: the rest would be lost without a word.
    private static Outcome<string> Clean(JsonElement value, string at) => JsonText.Read(value) switch
    {
        null => ChatFault.Wrong(at, "has half a surrogate pair, or bytes that are no UTF-8."),
        var text when text.Contains('\0') => ChatFault.Wrong(at, NoZero),
        var text => text,
    };

    // Templates reach into them without asking what is there.
    private static Refusal? Calls(JsonElement? calls, string at)
    {
        if (calls is not { ValueKind: not JsonValueKind.Null } list)
            return null;
        if (list.ValueKind != JsonValueKind.Array || !list.EnumerateArray().All(IsCall))
            return ChatFault.Wrong(at, "must be a list of calls as a model gave them: each with an id, a type and a function with name and arguments.");
        return JsonText.IsClean(list) ? null : ChatFault.Wrong(at, "has half a surrogate pair, bytes that are no UTF-8, or the character U+0000.");
    }

    private static bool IsCall(JsonElement call) =>
        call.ValueKind == JsonValueKind.Object
        && (!call.TryGetProperty("function", out var function) || (function.ValueKind == JsonValueKind.Object && IsText(function, "name") && IsText(function, "arguments")));

    private static bool IsText(JsonElement value, string name) => value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String;
}
