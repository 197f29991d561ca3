using System.Text.Json;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Language;

/// <summary>What is read of a genai_config.json beside what the library reads itself.</summary>
/// <param name="ContextLength">Tokens that prompt and answer may have together.</param>
/// <param name="VocabularySize">Ids at or above it are unknown to the graph; its tokenizer may have more.</param>
/// <param name="Type">Family of the architecture, such as llama or phi3.</param>
internal sealed record LanguageConfig(int ContextLength, int VocabularySize, string Type)
{
    /// <summary>Reads it from a folder.</summary>
    /// <exception cref="ModelLoadException">It is not there or lacks what is needed.</exception>
    public static LanguageConfig Read(string folder)
    {
        string path = Path.Combine(folder, LanguageModelFiles.Config);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var model = document.RootElement.GetProperty("model");
            int context = model.GetProperty("context_length").GetInt32();
            int vocabulary = model.GetProperty("vocab_size").GetInt32();
            return context > 1 && vocabulary > 0
                ? new LanguageConfig(context, vocabulary, model.GetProperty("type").GetString() ?? "")
                : throw new ModelLoadException($"{LanguageModelFiles.Config}: context_length {context} and vocab_size {vocabulary} must be positive.");
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ModelLoadException($"{LanguageModelFiles.Config} cannot be used: {e.Message} It must have model.context_length, model.vocab_size and model.type, as onnxruntime-genai's model builder writes them.", e);
        }
    }
}
