namespace Argus.Inference.Models;

/// <summary>One thing wrong with a manifest.</summary>
/// <param name="Path">The field, such as <c>spec.files[1].sha256</c>, or a line and column where the text is not YAML.</param>
/// <param name="Message">What is wrong with it, to be read after the path and a colon.</param>
public sealed record Violation(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
