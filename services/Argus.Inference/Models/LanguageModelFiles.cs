namespace Argus.Inference.Models;

/// <summary>Names that files of a language model have by onnxruntime-genai's convention.</summary>
public static class LanguageModelFiles
{
    /// <summary>Names the graphs, the end tokens and the length of the context.</summary>
    public const string Config = "genai_config.json";

    /// <summary>The vocabulary.</summary>
    public const string Tokenizer = "tokenizer.json";
}
