using Argus.Data.Blobs;
using Argus.Data.Blobs.Folder;
using Argus.Data.Blobs.S3;

namespace Argus.Datasets.Configuration;

/// <summary>Opens the stores of files that the settings name.</summary>
internal static class StoreOpening
{
    /// <summary>Opens them.</summary>
    /// <exception cref="BlobStoreException">One cannot be opened; the message says what to do.</exception>
    public static async Task<DatasetStores> OpenAsync(DatasetsOptions options, CancellationToken cancel)
    {
        if (options.S3 is not { } s3)
            return new DatasetStores(new FolderBlobStore(Path.Combine(options.Data, options.PhotoBucket)), new FolderBlobStore(Path.Combine(options.Data, options.ArtifactBucket)));
        var artifacts = new S3BlobStore(s3 with { Bucket = options.ArtifactBucket });
        await artifacts.EnsureBucketAsync(cancel);
        return new DatasetStores(new S3BlobStore(s3 with { Bucket = options.PhotoBucket }), artifacts);
    }
}
