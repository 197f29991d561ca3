using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>A ModelPack manifest (models/*/pack.yaml): files, their terms, and how they work together.</summary>
public sealed record ModelPack
{
    /// <summary>metadata.name.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The terms of all files that do not state their own.</summary>
    public required ModelLicense License { get; init; }

    /// <summary>The files, at most one a role; only a language model has several, which lie in one folder under their names.</summary>
    public required ImmutableArray<ModelFile> Files { get; init; }

    /// <summary>Cosine similarity (-1 to 1) from which two faces count as the same person, for this pack's vectors; null where unknown.</summary>
    public float? VerifyThreshold { get; init; }

    /// <summary>The pack that proves the wiring and knows nothing of real faces.</summary>
    public bool SelfTest { get; init; }

    /// <summary>Folder of the manifest, where files may lie beside it; null for a manifest that is not on disk.</summary>
    public string? Folder { get; init; }

    /// <summary>The file of a role, or null where the pack has none.</summary>
    public ModelFile? this[ModelRole role] => Files.FirstOrDefault(f => f.Role == role);
}
