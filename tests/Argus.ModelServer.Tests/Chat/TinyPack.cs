using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Chat;

/// <summary>The tiny language model of the shared data as a pack of its own: random weights, real computation. It has no chat template; here it reads the bare contents.</summary>
internal static class TinyPack
{
    private const string Source = "tiny-random-gpt2-fp32";

    /// <summary>A message of which every token is one that the graph knows; its tokenizer has far more.</summary>
    public const string Content = "a!b?c";

    /// <summary>Writes it.</summary>
    /// <returns>The folder.</returns>
    public static string Write(TemporaryFolder folder)
    {
        var manifest = new StringBuilder("""
            apiVersion: argus.dev/v1alpha1
            kind: ModelPack
            metadata: {name: tiny}
            spec:
              description: tiny
              license: {id: MIT, commercialUse: true, mustAccept: false}
              files:

            """);
        foreach (string file in Directory.GetFiles(TestData.At("models", "llm", Source)).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            byte[] bytes = name == "tokenizer_config.json" ? WithTemplate(File.ReadAllText(file)) : File.ReadAllBytes(file);
            File.WriteAllBytes(folder.At(name), bytes);
            manifest.Append($"    - {{name: {name}, role: language-model, bytes: {bytes.Length}, sha256: {Convert.ToHexStringLower(SHA256.HashData(bytes))}, output: {{family: genai}}}}\n");
        }

        File.WriteAllText(folder.At("pack.yaml"), manifest.ToString());
        return folder.Path;
    }

    private static byte[] WithTemplate(string config)
    {
        var json = JsonNode.Parse(config)!;
        json["chat_template"] = "{% for message in messages %}{{ message['content'] }}{% endfor %}";
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
