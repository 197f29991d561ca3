using Argus.Data.Blobs;

namespace Argus.Datasets.Configuration;

/// <summary>The two stores of files.</summary>
/// <param name="Photos">What users uploaded; only read.</param>
/// <param name="Artifacts">Datasets, manifests and checkpoints.</param>
internal sealed record DatasetStores(IBlobStore Photos, IBlobStore Artifacts) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Photos.Dispose();
        Artifacts.Dispose();
    }
}
