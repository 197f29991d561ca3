using Argus.Contracts.Datasets;
using Argus.Inference.Classes;

namespace Argus.ModelServer.Classes;

/// <summary>Classes that can be told apart.</summary>
/// <param name="File">The centroids.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits of their file.</param>
internal sealed record KnownClasses(CentroidsFile File, string Digest)
{
    /// <summary>What tells them apart.</summary>
    public CentroidClassifier Classifier { get; } = new(File);
}
