using System.Security.Cryptography;
using System.Text.Json;
using Argus.Inference.Models;
using Argus.Inference.Sessions;
using Microsoft.ML.OnnxRuntimeGenAI;

namespace Argus.Inference.Language;

/// <summary>A language model in onnxruntime-genai: from messages to tokens, and from tokens to text. Safe for concurrent use.</summary>
public sealed class LanguageModel : IDisposable
{
    /// <summary>No token of any vocabulary in use stands for more: a longer text cannot fit, and tokenizing takes more than linear time.</summary>
    private const int MostCharactersPerToken = 32;

    private readonly ModelFolder _folder;
    private readonly LanguageConfig _config;
    private readonly Model _model;
    private readonly ControlTokens _control;

    // Each keeps state between calls. Two, so that answers under way do not wait for a long prompt.
    private readonly Tokenizer _reader;
    private readonly Tokenizer _writer;
    private readonly Lock _reading = new();
    private readonly Lock _writing = new();

    private LanguageModel(ModelFolder folder, LanguageConfig config, Model model, Tokenizer reader, Tokenizer writer, HardwareTarget asked)
    {
        (_folder, _config, _model, _reader, _writer) = (folder, config, model, reader, writer);
        _control = ControlTokens.Read(folder.Path);
        FallbackGraphs = asked == HardwareTarget.Cpu ? 0 : 1;
        EndTokens = [.. writer.GetEosTokenIds()];
    }

    /// <summary>Tokens that prompt and answer may have together.</summary>
    public int ContextLength => _config.ContextLength;

    /// <summary>Family of the architecture, such as llama or phi3.</summary>
    public string Architecture => _config.Type;

    /// <summary>Execution providers that run its graphs.</summary>
    public IReadOnlyList<string> Providers { get; } = [ProviderNames.Cpu];

    /// <summary>Graphs that compute on the CPU although a device was asked for.</summary>
    public int FallbackGraphs { get; }

    /// <summary>Tokens at which an answer ends.</summary>
    public IReadOnlyList<int> EndTokens { get; }

    /// <summary>Loads the language model of a pack.</summary>
    /// <param name="pack">The pack; has files with the role of a language model.</param>
    /// <param name="hardware">Threads; a device only with leave to fall back, for this build of the library computes on the CPU.</param>
    /// <exception cref="ModelLoadException">The files cannot be used, or not on that hardware.</exception>
    public static LanguageModel Load(ResolvedPack pack, HardwareOptions hardware)
    {
        if (pack.Language.IsEmpty)
            throw new ModelLoadException($"The pack {pack.Pack.Name} has no language model.");
        if (hardware.Target != HardwareTarget.Cpu && hardware.Fallback == FallbackPolicy.Never)
        {
            throw new ModelLoadException(
                $"Language models in process compute on the CPU only, and {hardware.Target.ToString().ToLowerInvariant()} was asked for. Set hardware.target to cpu or hardware.fallback to CPU, or let a server with that hardware answer (spec.chat.endpoint or spec.chat.server).");
        }

        // First: the library takes the ONNX Runtime that the process has, else one of the system's.
        OnnxRuntimeLibrary.Use(hardware.RuntimeLibrary);
        var folder = ModelFolder.Of(pack.Language);
        try
        {
            return LanguageLibrary.Load(() => Load(folder, hardware));
        }
        catch (OnnxRuntimeGenAIException e)
        {
            folder.Dispose();
            throw new ModelLoadException($"The language model of the pack {pack.Pack.Name} cannot be loaded: {e.Message}", e);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>From messages to the tokens that the model was trained to see.</summary>
    /// <param name="messages">A JSON array of messages with role and content, as the model's template reads them.</param>
    /// <param name="tools">A JSON array of tools, or null.</param>
    /// <param name="tokens">The prompt; empty where there is a fault.</param>
    /// <returns>Why not, or null.</returns>
    public PromptFault? Prompt(string messages, string? tools, out int[] tokens)
    {
        tokens = [];
        if (messages.Length + (tools?.Length ?? 0) > (long)MostCharactersPerToken * ContextLength)
            return TooLong($"{messages.Length + (tools?.Length ?? 0)} characters");
        try
        {
            lock (_reading)
            {
                string text = _reader.ApplyChatTemplate("", _control.Break(messages), tools ?? "", add_generation_prompt: true);
                using var encoded = _reader.Encode(text);
                tokens = encoded[0].ToArray();
            }
        }
        catch (Exception e) when (e is OnnxRuntimeGenAIException or JsonException)
        {
            return new PromptFault(PromptFaultKind.Template, $"The model's chat template cannot make a prompt of these messages: {e.Message}");
        }

        var fault = Check(tokens);
        if (fault is not null)
            tokens = [];
        return fault;
    }

    /// <summary>Whether a prompt of tokens can be answered.</summary>
    public PromptFault? Check(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty)
            return new PromptFault(PromptFaultKind.Empty, "The messages come to no token at all.");
        if (tokens.Length >= ContextLength)
            return TooLong($"{tokens.Length} tokens");
        foreach (int token in tokens)
        {
            if (token < 0 || token >= _config.VocabularySize)
                return new PromptFault(PromptFaultKind.UnknownToken, $"The prompt has the token {token}, and the model knows {_config.VocabularySize}: the tokenizer and the graph of this model do not belong together.");
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LanguageLibrary.Unload(() =>
        {
            _writer.Dispose();
            _reader.Dispose();
            _model.Dispose();
        });
        _folder.Dispose();
    }

    /// <summary>The text of some tokens.</summary>
    internal string Decode(ReadOnlyMemory<int> tokens)
    {
        if (tokens.IsEmpty)
            return "";
        lock (_writing)
            return _writer.Decode(tokens.Span);
    }

    /// <summary>Begins to generate; what is given back belongs to one thread at a time.</summary>
    /// <param name="promptLength">Tokens of the prompt.</param>
    /// <param name="options">How.</param>
    internal Generator Begin(int promptLength, GenerationOptions options)
    {
        using var search = new GeneratorParams(_model);
        search.SetSearchOption("batch_size", 1);
        search.SetSearchOption("num_beams", 1);
        search.SetSearchOption("max_length", promptLength + (double)Room(promptLength, options));
        search.SetSearchOption("do_sample", !options.Greedy);
        if (!options.Greedy)
        {
            search.SetSearchOption("temperature", options.Temperature);
            search.SetSearchOption("top_p", options.TopP);
            search.SetSearchOption("top_k", 0);
            // The library keeps 31 bits.
            long seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
            search.SetSearchOption("random_seed", (double)((seed ^ (seed >> 31)) & int.MaxValue));
        }

        return new WholeGenerator(_model, search);
    }

    /// <summary>Tokens that can be generated after a prompt.</summary>
    internal int Room(int promptLength, GenerationOptions options) => Math.Min(options.MaxTokens, ContextLength - promptLength);

    private static LanguageModel Load(ModelFolder folder, HardwareOptions hardware)
    {
        var read = LanguageConfig.Read(folder.Path);
        using var config = new WholeConfig(folder.Path);
        config.ClearProviders();
        config.Overlay(Overlay(hardware.IntraOpThreads));
        Model? model = null;
        Tokenizer? reader = null, writer = null;
        try
        {
            model = new Model(config);
            reader = new WholeTokenizer(model);
            writer = new WholeTokenizer(model);
            return new LanguageModel(folder, read, model, reader, writer, hardware.Target);
        }
        catch
        {
            writer?.Dispose();
            reader?.Dispose();
            model?.Dispose();
            throw;
        }
    }

    // As SessionSettings does it for other graphs.
    private static string Overlay(int threads) => $$$"""
        {"model": {"decoder": {"session_options": {"intra_op_num_threads": {{{threads}}}, "inter_op_num_threads": 1, "session.intra_op.allow_spinning": "0"} } } }
        """;

    private PromptFault TooLong(string what) => new(PromptFaultKind.TooLong, $"The prompt has {what}; prompt and answer together may have {ContextLength} tokens. Send fewer or shorter messages.");
}
