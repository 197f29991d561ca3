using System.Collections.Frozen;
using Argus.Inference.Faces;
using Argus.Inference.Images;
using Argus.Inference.Language;
using Argus.Inference.Models;
using Argus.Inference.Sessions;
using Argus.ModelServer.Chat;
using Argus.ModelServer.Classes;
using Argus.ModelServer.Score;

namespace Argus.ModelServer.Loading;

/// <summary>A pack that is loaded, warm and audited; swapped in whole.</summary>
internal sealed class LoadedModels : IAsyncDisposable
{
    public LoadedModels(ResolvedPack pack, FaceEngine? faces, ImageEncoder? images, ChatScheduler? chat = null)
    {
        (Pack, Faces, Images, Chat) = (pack, faces, images, chat);
        Dictionary<string, ServedGraph> graphs = [];
        foreach (var (role, session) in Sessions())
        {
            var graph = new ServedGraph(session.Name, NameOf(role), session);
            // By file name and by role: callers that do not care which file it is need not know.
            graphs.TryAdd(graph.Name, graph);
            graphs.TryAdd(graph.Role, graph);
        }

        Graphs = graphs.ToFrozenDictionary();
        Providers = [.. Sessions().SelectMany(s => s.Session.Audit.Actual).Concat(chat?.Model.Providers ?? []).Distinct()];
    }

    /// <summary>Files and digest.</summary>
    public ResolvedPack Pack { get; }

    /// <summary>Detector and what follows it; null where the pack has no detector.</summary>
    public FaceEngine? Faces { get; }

    /// <summary>CLIP; null where the pack has no image encoder.</summary>
    public ImageEncoder? Images { get; }

    /// <summary>The language model and those who talk with it; null where the pack has none.</summary>
    public ChatScheduler? Chat { get; }

    /// <summary>A server elsewhere that answers chat; null where the pack does, or nothing.</summary>
    public RemoteChat? Remote { get; init; }

    /// <summary>Classes of faces, where there are any.</summary>
    public FaceClasses Classes { get; init; } = FaceClasses.Nothing;

    /// <summary>Scores of faces, where there is a head.</summary>
    public FaceScores Scores { get; init; } = FaceScores.Nothing;

    /// <summary>Every graph by file name and by role.</summary>
    public FrozenDictionary<string, ServedGraph> Graphs { get; }

    /// <summary>Whether answers say nothing of real pictures.</summary>
    public bool Selftest => Pack.Pack.SelfTest;

    /// <summary>Length of the vectors that /health tells: those of faces, else those of pictures.</summary>
    public int EmbeddingDimension => Faces is { EmbeddingDimension: > 0 } faces ? faces.EmbeddingDimension : Images?.Dimension ?? 0;

    /// <summary>Execution providers that really run the graphs.</summary>
    public IReadOnlyList<string> Providers { get; }

    /// <summary>The hardware that really runs them.</summary>
    public HardwareTarget Accelerator => Providers.Any(p => p is ProviderNames.Cuda or ProviderNames.TensorRt) ? HardwareTarget.Nvidia
        : Providers.Contains(ProviderNames.MiGraphX) ? HardwareTarget.Amd
        : HardwareTarget.Cpu;

    /// <summary>Graph nodes that compute on the CPU although a device was asked for; a language model counts as one.</summary>
    public int FallbackNodes => Sessions().Sum(s => s.Session.Audit.FallbackNodes.Length) + (Chat?.Model.FallbackGraphs ?? 0);

    /// <summary>Every graph once, with its role.</summary>
    public IEnumerable<(ModelRole Role, ModelSession Session)> Sessions()
    {
        foreach (var (role, session) in Faces?.Sessions ?? FrozenDictionary<ModelRole, ModelSession>.Empty)
            yield return (role, session);
        if (Images is not null)
            yield return (ModelRole.ImageEncoder, Images.Session);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Chat is not null)
        {
            await Chat.DisposeAsync();
            Chat.Model.Dispose();
        }

        Remote?.Dispose();
        Classes.Dispose();
        Scores.Dispose();
        Faces?.Dispose();
        Images?.Dispose();
    }

    /// <summary>A role as callers write it.</summary>
    public static string NameOf(ModelRole role) => role switch
    {
        ModelRole.ImageEncoder => "image-encoder",
        ModelRole.ClassifierHead => "classifier-head",
        ModelRole.LanguageModel => "language-model",
        _ => role.ToString().ToLowerInvariant(),
    };
}

/// <summary>A graph as it is served.</summary>
/// <param name="Name">Name of its file without extension.</param>
/// <param name="Role">What it does in the pack.</param>
/// <param name="Session">The graph.</param>
internal sealed record ServedGraph(string Name, string Role, ModelSession Session);
