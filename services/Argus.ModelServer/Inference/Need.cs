using Argus.ModelServer.Loading;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Inference;

/// <summary>What an endpoint needs of the pack.</summary>
internal enum Need
{
    /// <summary>A detector.</summary>
    Faces,

    /// <summary>A detector and a recognizer.</summary>
    FaceVectors,

    /// <summary>An image encoder.</summary>
    ImageVectors,

    /// <summary>A language model.</summary>
    Chat,
}

/// <summary>Checks needs.</summary>
internal static class NeedExtensions
{
    /// <summary>The models if they have what is needed; else 404, because such a server does not have the endpoint.</summary>
    public static Outcome<LoadedModels> Of(this Need need, Outcome<LoadedModels> models)
    {
        if (!models.Ok)
            return models;
        string? missing = need switch
        {
            Need.Faces when models.Value.Faces is null => "detector",
            Need.FaceVectors when models.Value.Faces is not { EmbeddingDimension: > 0 } => "face recognizer",
            Need.ImageVectors when models.Value.Images is null => "image encoder",
            Need.Chat when models.Value is { Chat: null, Remote: null } => "language model",
            _ => null,
        };
        return missing is null ? models : new Refusal(404, $"The pack {models.Value.Pack.Pack.Name} has no {missing}; deploy one that has.");
    }
}
