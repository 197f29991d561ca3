using System.Security.Cryptography;
using System.Text;
using Argus.SelfTest.Chat;

namespace Argus.SelfTest;

/// <summary>The <c>selftest-chat</c> pack: a language model that says one sentence, or counts. It proves the wiring of chat and knows nothing.</summary>
public static class SelfTestChat
{
    /// <summary>Every file of the pack's folder by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files()
    {
        var vocabulary = new ChatVocabulary();
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["genai_config.json"] = Text(Config(vocabulary)),
            ["model.onnx"] = ChatGraph.Build(vocabulary),
            ["tokenizer.json"] = Text(ChatTokenizer.Vocabulary(vocabulary)),
            ["tokenizer_config.json"] = Text(ChatTokenizer.Config()),
        };
        files["pack.yaml"] = Text(Manifest(files));
        return files;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text.TrimEnd() + "\n");

    private static string Config(ChatVocabulary vocabulary)
    {
        int end = vocabulary[ChatVocabulary.End];
        return $$"""
            {
              "model": {
                "type": "llama",
                "bos_token_id": {{end}},
                "eos_token_id": {{end}},
                "pad_token_id": {{end}},
                "vocab_size": {{vocabulary.Size}},
                "context_length": 32768,
                "decoder": {
                  "filename": "model.onnx",
                  "head_size": 1,
                  "hidden_size": 1,
                  "num_attention_heads": 1,
                  "num_key_value_heads": 1,
                  "num_hidden_layers": 1,
                  "inputs": {
                    "input_ids": "input_ids",
                    "attention_mask": "attention_mask",
                    "past_key_names": "past_key_values.%d.key",
                    "past_value_names": "past_key_values.%d.value"
                  },
                  "outputs": {
                    "logits": "logits",
                    "present_key_names": "present.%d.key",
                    "present_value_names": "present.%d.value"
                  }
                }
              },
              "search": {
                "past_present_share_buffer": false
              }
            }
            """;
    }

    private static string Manifest(SortedDictionary<string, byte[]> files)
    {
        var entries = files.Select(file => $$"""
                - name: {{file.Key}}
                  role: language-model
                  bytes: {{file.Value.Length}}
                  sha256: {{Convert.ToHexStringLower(SHA256.HashData(file.Value))}}
                  output: { family: genai }
            """);
        return $$"""
            # Written by tools/Argus.SelfTest together with the files that lie beside it.
            apiVersion: argus.dev/v1alpha1
            kind: ModelPack
            metadata:
              name: selftest-chat
            spec:
              description: A language model of our own that says one sentence, or counts where it is asked to. It proves the wiring of chat and knows nothing.
              selfTest: true
              license:
                id: Apache-2.0
                commercialUse: true
                mustAccept: false
              files:
            {{string.Join('\n', entries)}}
            """;
    }
}
