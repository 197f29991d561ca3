namespace Argus.Inference.Models;

/// <summary>Whether a file of a pack is on this machine.</summary>
/// <param name="File">The manifest entry.</param>
/// <param name="Path">Where it lies, with the right hash; null if it does not.</param>
/// <param name="Wrong">A file in its place whose bytes are others, in words with expected and found hash; null if there is none.</param>
public sealed record FileState(ModelFile File, string? Path, string? Wrong);
