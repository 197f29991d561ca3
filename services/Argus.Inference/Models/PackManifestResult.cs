using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>A manifest that was read, or all that is wrong with it.</summary>
/// <param name="Pack">The pack; null if there is any violation.</param>
/// <param name="Violations">Every violation, in the order of the text; empty if the pack is good.</param>
public sealed record PackManifestResult(ModelPack? Pack, ImmutableArray<Violation> Violations);
