using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Media;
using Argus.Jobs.Configuration;
using Argus.Jobs.Http;
using Argus.Jobs.Media;
using Argus.Testing;

namespace Argus.Jobs.Tests.Media;

public sealed class EmbeddedMediaStoreTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MediaCatalog _catalog;
    private readonly EmbeddedMediaStore _store;

    public EmbeddedMediaStoreTests()
    {
        _catalog = MediaCatalog.Open(_folder.Path, TimeProvider.System);
        _store = new(_catalog, new JobsOptions { MaxBytes = 1000 });
    }

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Fetch_Picture_IsItsBytes()
    {
        byte[] picture = MediaHost.Jpeg(1000);
        long id = await AddAsync(picture);

        Assert.Equal(picture, (await _store.FetchAsync(id, default)).Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task Fetch_WhatCannotBeHad_SaysWhyForGood()
    {
        long large = await AddAsync(MediaHost.Jpeg(1001));
        long lost = await AddAsync(MediaHost.Jpeg(10));
        long collection = (await _catalog.AddCollectionAsync("c")).Id;
        File.Delete(Directory.GetFiles(_folder.At("files"), (await _catalog.FindAsync(lost))!.File!.Sha256, SearchOption.AllDirectories).Single());

        foreach (var (id, reason) in new[] { (large, "1001 bytes"), (lost, "gone"), (collection, "collection"), (99, "no entity 99") })
        {
            var file = await _store.FetchAsync(id, default);
            Assert.Null(file.Bytes);
            Assert.Equal(Healing.None, file.Fault!.Healing);
            Assert.Contains(reason, file.Fault.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Deliver_Result_IsKept()
    {
        long id = await AddAsync(MediaHost.Jpeg(10));
        Job job = new() { Id = Guid.NewGuid(), TaskType = JobTasks.FaceDetection, MediaStoreId = id, Priority = 5, State = JobState.Processing, CreatedAt = DateTimeOffset.UnixEpoch };

        Assert.Null(await _store.DeliverAsync(job, """{"face_count":0}""", default));
        Assert.Contains("no entity 99", await _store.DeliverAsync(job with { MediaStoreId = 99 }, "{}", default), StringComparison.Ordinal);

        Assert.Equal(job.Id, Assert.Single(await _catalog.ResultsAsync(id)).JobId);
    }

    private async Task<long> AddAsync(byte[] bytes)
    {
        await using var upload = _catalog.BeginUpload();
        await upload.WriteAsync(bytes, default);
        return (await _catalog.AddAsync(upload, "", null, "image/jpeg")).Id;
    }
}
