using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.SelfTest.Chat;

/// <summary>The tokenizer's two files, in the form of Hugging Face's.</summary>
internal static class ChatTokenizer
{
    /// <summary>Asks for the answer that counts where the last message is just that word.</summary>
    private const string Template = """
        {% for message in messages %}<|{{ message.role }}|>{{ message.content }}
        {% endfor %}{% if add_generation_prompt %}{% if messages[-1].content == 'count' %}<|count|>{% else %}<|assistant|>{% endif %}{% endif %}
        """;

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>tokenizer.json: byte-level, without merges.</summary>
    public static string Vocabulary(ChatVocabulary vocabulary)
    {
        var bytes = new JsonObject();
        int others = 0;
        for (int value = 0; value < 256; value++)
        {
            // The alphabet of GPT-2: bytes that print stand for themselves, the others for characters from 256 on.
            bool prints = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            bytes[((char)(prints ? value : 256 + others++)).ToString()] = value;
        }

        var words = new JsonArray();
        foreach (var (id, text, mark) in vocabulary.Words)
            words.Add(new JsonObject { ["id"] = id, ["content"] = text, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = mark });
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = words,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = bytes, ["merges"] = new JsonArray() },
        }.ToJsonString(Options);
    }

    /// <summary>tokenizer_config.json, with the chat template.</summary>
    public static string Config() => new JsonObject
    {
        ["tokenizer_class"] = "GPT2Tokenizer",
        ["add_prefix_space"] = false,
        ["bos_token"] = ChatVocabulary.End,
        ["eos_token"] = ChatVocabulary.End,
        ["unk_token"] = ChatVocabulary.End,
        ["chat_template"] = Template.ReplaceLineEndings("\n"),
    }.ToJsonString(Options);
}
