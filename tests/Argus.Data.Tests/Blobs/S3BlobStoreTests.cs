using Argus.Data.Blobs;
using Argus.Data.Blobs.S3;
using Argus.Testing.Blobs;

namespace Argus.Data.Tests.Blobs;

public sealed class S3BlobStoreTests(S3Server server) : BlobStoreConformance, IClassFixture<S3Server>
{
    protected override async Task<IBlobStore> OpenAsync()
    {
        var store = new S3BlobStore(Options);
        await store.EnsureBucketAsync(default);
        return store;
    }

    private S3Options Options => new()
    {
        Endpoint = server.Address,
        AccessKey = S3Server.AccessKey,
        SecretKey = S3Server.AccessKey,
        Bucket = $"test-{Guid.NewGuid():n}",
    };

    [Fact]
    public async Task Get_FromABucketThatIsNotThere_SaysSo()
    {
        using var store = new S3BlobStore(Options);

        var refused = await Assert.ThrowsAsync<BlobStoreException>(() => store.GetAsync("x", 1, default));

        Assert.Equal(BlobFault.Refused, refused.Fault);
        Assert.Contains("no such bucket", refused.Message);
    }

    [Fact]
    public async Task Put_WhereNobodyAnswers_IsUnavailable()
    {
        using var store = new S3BlobStore(Options with { Endpoint = new Uri("http://127.0.0.1:1"), Retries = 0 });

        var refused = await Assert.ThrowsAsync<BlobStoreException>(() => store.PutAsync("x", new byte[1], default));

        Assert.Equal(BlobFault.Unavailable, refused.Fault);
    }
}
