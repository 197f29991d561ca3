using System.Security.Cryptography;
using Argus.Data.Jobs;
using Argus.Data.Media;
using Argus.Testing;

namespace Argus.Data.Tests.Media;

public sealed class MediaCatalogTests : IAsyncDisposable
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private MediaCatalog _catalog;

    public MediaCatalogTests() => _catalog = MediaCatalog.Open(_folder.Path, _time);

    private string[] Files => Directory.GetFiles(_folder.At("files"), "*", SearchOption.AllDirectories);

    private string[] Incoming => Directory.GetFiles(_folder.At("incoming"));

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Add_File_IsThereAfterAnotherStart()
    {
        var added = await AddAsync(Bytes);
        await _catalog.DisposeAsync();
        _catalog = MediaCatalog.Open(_folder.Path, _time);

        var found = await _catalog.FindAsync(added.Id);

        Assert.Equal(added, found);
        Assert.Equal(new MediaContent("a.jpg", "image/jpeg", Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(Bytes))), found!.File);
        Assert.Equal(Bytes, Read(found));
        Assert.Empty(Incoming);
    }

    [Fact]
    public async Task Delete_OneOfTwoWithTheSameBytes_LeavesTheOtherItsFile()
    {
        var first = await AddAsync(Bytes);
        var second = await AddAsync(Bytes);
        Assert.Single(Files);

        Assert.True(await _catalog.DeleteAsync(first.Id));
        Assert.Equal(Bytes, Read(second));
        Assert.True(await _catalog.DeleteAsync(second.Id));

        Assert.Empty(Files);
        Assert.False(await _catalog.DeleteAsync(second.Id));
        Assert.Equal(3, (await AddAsync(Bytes)).Id);
    }

    [Fact]
    public async Task Delete_WhileItIsRead_IsReadToItsEnd()
    {
        var added = await AddAsync(Bytes);
        await using var stream = _catalog.OpenFile(added.File!)!;
        await _catalog.DeleteAsync(added.Id);

        byte[] read = new byte[Bytes.Length];
        await stream.ReadExactlyAsync(read);

        Assert.Equal(Bytes, read);
        Assert.Null(_catalog.OpenFile(added.File!));
    }

    [Fact]
    public async Task AddAndDelete_SameBytesByMany_NeverLosesAFile()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            for (int i = 0; i < 15; i++)
            {
                var added = await AddAsync(Bytes);
                Assert.Equal(Bytes.Length, Read(added).Length);
                Assert.True(await _catalog.DeleteAsync(added.Id));
            }
        }));

        Assert.Empty(Files);
        Assert.Empty(Incoming);
    }

    [Fact]
    public async Task Sweep_FilesThatNoEntityHas_AreGone()
    {
        var added = await AddAsync(Bytes);
        string orphan = new('a', 64);
        _folder.Write(Path.Combine("files", "aa", orphan), Bytes);
        _folder.Write(Path.Combine("files", "README"), Bytes);

        Assert.Equal(1, await _catalog.SweepAsync());

        Assert.Equal([added.File!.Sha256, "README"], Files.Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Open_UploadsOfAnotherLife_AreGone()
    {
        await _catalog.DisposeAsync();
        _folder.Write(Path.Combine("incoming", "1"), Bytes);

        _catalog = MediaCatalog.Open(_folder.Path, _time);

        Assert.Empty(Incoming);
    }

    [Fact]
    public void Open_FolderInUse_IsRefused() =>
        Assert.Contains(_folder.Path, Assert.Throws<JobStoreException>(() => MediaCatalog.Open(_folder.Path, _time)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Upload_NotAdded_LeavesNothing()
    {
        await using (var upload = _catalog.BeginUpload())
        {
            await upload.WriteAsync(Bytes, default);
            Assert.Single(Incoming);
        }

        Assert.Empty(Incoming);
        Assert.Empty(await _catalog.ListAsync(long.MaxValue, 10));
    }

    [Fact]
    public async Task Add_CannotBeWritten_LeavesNothing()
    {
        // A file where the folder should be.
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Bytes));
        _folder.Write(Path.Combine("files", sha256[..2]), []);

        await Assert.ThrowsAsync<JobStoreException>(() => AddAsync(Bytes));

        Assert.Empty(Incoming);
        Assert.Empty(await _catalog.ListAsync(long.MaxValue, 10));
    }

    [Fact]
    public async Task PutResult_SameTaskTwice_KeepsTheLater()
    {
        var added = await AddAsync(Bytes);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.True(await _catalog.PutResultAsync(added.Id, first, "face_detection", """{"face_count":1}"""));
        Assert.True(await _catalog.PutResultAsync(added.Id, first, "image_embedding", "{}"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await _catalog.PutResultAsync(added.Id, second, "face_detection", """{"face_count":2}"""));

        Assert.Equal(
            [new(second, "face_detection", """{"face_count":2}""", _time.GetUtcNow()), new(first, "image_embedding", "{}", _time.GetUtcNow() - TimeSpan.FromSeconds(1))],
            await _catalog.ResultsAsync(added.Id));
        Assert.False(await _catalog.PutResultAsync(added.Id + 1, first, "face_detection", "{}"));
        Assert.True(await _catalog.DeleteAsync(added.Id));
        Assert.Empty(await _catalog.ResultsAsync(added.Id));
    }

    private async Task<MediaEntity> AddAsync(byte[] bytes)
    {
        await using var upload = _catalog.BeginUpload();
        await upload.WriteAsync(bytes, default);
        return await _catalog.AddAsync(upload, "label", "a.jpg", "image/jpeg");
    }

    private byte[] Read(MediaEntity entity)
    {
        using var stream = _catalog.OpenFile(entity.File!)!;
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
