using System.Text;
using Argus.Data.Blobs;
using Argus.Data.Blobs.Folder;
using Argus.Testing;

namespace Argus.Data.Tests.Blobs;

public sealed class FolderBlobStoreTests : BlobStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override Task<IBlobStore> OpenAsync() => Task.FromResult<IBlobStore>(new FolderBlobStore(_folder.At("blobs")));

    [Fact]
    public async Task Put_BrokenOff_LeavesNothing()
    {
        using var store = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync("a/b", new byte[10], cancel.Token));

        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    // S3 promises the same; the server that its tests run against does not keep it.
    [Fact]
    public async Task Put_ManyAtOnceOfOneKey_ReadersSeeWholeFilesOnly()
    {
        using var store = await OpenAsync();
        byte[][] contents = [.. Enumerable.Range(1, 8).Select(i => Encoding.ASCII.GetBytes(new string((char)('a' + i), 20_000 * i)))];
        await store.PutAsync("race", contents[0], default);
        var writers = Task.WhenAll(contents.Select(c => store.PutAsync("race", c, default)));

        do
        {
            byte[] seen = (await store.GetAsync("race", 1 << 20, default))!.Bytes;
            Assert.Contains(contents, c => c.AsSpan().SequenceEqual(seen));
        }
        while (!writers.IsCompleted);
        await writers;
    }

    public void Dispose() => _folder.Dispose();
}
