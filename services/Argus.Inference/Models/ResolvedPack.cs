using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>A pack whose files are on disk and verified.</summary>
/// <param name="Pack">The manifest.</param>
/// <param name="Files">Verified files by role; optional ones may be missing.</param>
/// <param name="Digest">
/// <c>sha256:</c> and 64 hex digits over the hashes of the files that shape the answer and their contracts: the same digest means comparable vectors.
/// </param>
public sealed record ResolvedPack(ModelPack Pack, ImmutableDictionary<ModelRole, ResolvedFile> Files, string Digest)
{
    /// <summary>The files of the language model; <see cref="Files"/> has the first of them only.</summary>
    public ImmutableArray<ResolvedFile> Language { get; init; } = [];
}

/// <summary>A verified file.</summary>
/// <param name="File">Its manifest entry.</param>
/// <param name="Path">Where it lies.</param>
public sealed record ResolvedFile(ModelFile File, string Path);
