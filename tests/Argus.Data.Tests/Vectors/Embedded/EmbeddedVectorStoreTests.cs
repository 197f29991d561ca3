using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.Data.Tests.Vectors.Embedded;

public sealed class EmbeddedVectorStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argus-vectors-");
    private readonly VectorCollection _collection = Points.Collection(16, name: "kept");

    private string ActiveFile => Directory.GetFiles(Path.Combine(_folder.FullName, "kept"), "*.seg").Max()!;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 4)]
    [InlineData(true, 4)]
    public async Task Search_OverManySegments_EqualsNaiveScan(bool quantised, int threads)
    {
        await using var store = Open(quantised, 700, threads);
        var points = Points.Random(10_000, 16, 11);
        await store.UpsertAsync(_collection, points);
        await store.DeleteAsync(_collection, VectorFilter.MediaBetween(100, 2000));
        var rest = points.Where(p => p.Payload.MediaStoreId is < 100 or > 2000).ToArray();
        var random = new Random(12);
        for (int i = 0; i < 20; i++)
        {
            float[] query = Points.Vector(random, 16);
            var hits = await store.SearchAsync(_collection, new VectorQuery(query, 25));
            Assert.Equal(Points.Nearest(rest, query, 25).Select(e => e.Id), hits.Select(h => h.Id));
        }
    }

    // Vectors that differ less than bytes can tell, worst first: every one stays a candidate.
    [Fact]
    public async Task Search_QuantisedAlmostEqualVectors_IsExact()
    {
        await using var store = Open(quantised: true, 20_000);
        var random = new Random(13);
        float[] query = Points.Vector(random, 16);
        VectorPoint[] points = [.. Enumerable.Range(1, 6000).Select(i => Points.Of(i, [.. query.Select(q => q + (float)(random.NextDouble() - 0.5) * (6001 - i) / 6e6f)]))];
        await store.UpsertAsync(_collection, points);
        var stored = await store.GetAsync(_collection, [.. points.Select(p => p.Id)]);
        var floats = new EmbeddedVectorOptions { Folder = _folder.FullName };

        var hits = await store.SearchAsync(_collection, new VectorQuery(query, 10));
        await store.DisposeAsync();
        await using var inFloats = new EmbeddedVectorStore(floats);
        var exact = await inFloats.SearchAsync(_collection, new VectorQuery(query, 10));

        Assert.Equal(6000, stored.Count);
        Assert.Equal(exact.Select(h => (h.Id, h.Score)), hits.Select(h => (h.Id, h.Score)));
    }

    [Fact]
    public void AnySequence_OfWritesCompactionsAndReopenings_EqualsDictionary()
    {
        // A number stands for what is done: see Apply.
        var steps = Gen.Choose(0, 999).ListOf().Select(l => l.Take(40).ToArray());
        Prop.ForAll(Arb.From(steps), numbers => Apply(numbers).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(2026, 7));
    }

    [Fact]
    public async Task Open_FolderInUse_SaysByWhom()
    {
        await using var store = Open();
        var error = Assert.Throws<VectorStoreRefusedException>(() => Open());
        Assert.Contains($"process {Environment.ProcessId}", error.Message);
    }

    [Fact]
    public async Task Open_TornAtAnyByteOfTheLastWrite_KeepsAllBefore()
    {
        await using (var store = Open())
        {
            await store.UpsertAsync(_collection, Points.Random(3, 16, 1));
            await store.UpsertAsync(_collection, [Points.Of(4, Points.Vector(new Random(2), 16))]);
        }

        byte[] whole = File.ReadAllBytes(ActiveFile);
        int first = whole.AsSpan(8).IndexOf("ARGUSVEC"u8) + 8;
        for (int length = whole.Length; length >= first; length -= length > whole.Length - 3 ? 1 : 7)
        {
            File.WriteAllBytes(ActiveFile, whole[..length]);
            await using var store = Open();
            Assert.Equal(length == whole.Length ? 4 : 3, await store.CountAsync(_collection));
            await store.UpsertAsync(_collection, [Points.Of(5, Points.Vector(new Random(3), 16))]);
            Assert.Single(await store.GetAsync(_collection, [PointId.OfMedia(5)]));
        }
    }

    [Fact]
    public async Task Open_FlippedByteInTheLastWrite_CutsItOff()
    {
        await using (var store = Open())
        {
            await store.UpsertAsync(_collection, Points.Random(3, 16, 1));
            await store.UpsertAsync(_collection, [Points.Of(4, Points.Vector(new Random(2), 16))]);
        }

        Flip(ActiveFile, -40);
        await using var again = Open();
        Assert.Equal(3, await again.CountAsync(_collection));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(100)]
    public async Task Open_FlippedByteInAnEarlierWrite_RefusesAndNamesTheFile(int at)
    {
        await using (var store = Open())
        {
            await store.UpsertAsync(_collection, Points.Random(3, 16, 1));
            await store.UpsertAsync(_collection, [Points.Of(4, Points.Vector(new Random(2), 16))]);
        }

        Flip(ActiveFile, at);
        Assert.Contains(ActiveFile, Assert.Throws<VectorStoreRefusedException>(() => Open()).Message);
        Flip(ActiveFile, at);
        await using var again = Open();
        Assert.Equal(4, await again.CountAsync(_collection));
    }

    [Fact]
    public async Task Open_SealedFileCutOrMissing_Refuses()
    {
        await using (var store = Open(segmentRows: 4))
            await store.UpsertAsync(_collection, Points.Random(10, 16, 1));
        string first = Directory.GetFiles(Path.Combine(_folder.FullName, "kept"), "*.seg").Min()!;
        byte[] whole = File.ReadAllBytes(first);

        File.WriteAllBytes(first, whole[..^1]);
        Assert.Throws<VectorStoreRefusedException>(() => Open());
        File.Delete(first);
        Assert.Throws<VectorStoreRefusedException>(() => Open());
        File.WriteAllBytes(first, whole);
        await using var again = Open();
        Assert.Equal(10, await again.CountAsync(_collection));
    }

    [Fact]
    public async Task Open_LeftoversOfACompactionThatWasKilled_AreDeleted()
    {
        await using (var store = Open(segmentRows: 4))
            await store.UpsertAsync(_collection, Points.Random(10, 16, 1));
        string leftover = Path.Combine(_folder.FullName, "kept", "000099.seg");
        File.WriteAllBytes(leftover, [1, 2, 3]);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".new"));

        await using var again = Open();

        Assert.Equal(10, await again.CountAsync(_collection));
        Assert.False(File.Exists(leftover));
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, ".new")));
    }

    [Fact]
    public async Task Compact_MostDead_WinsBackRoomAndKeepsTheRest()
    {
        await using var store = Open(segmentRows: 100);
        var points = Points.Random(1000, 16, 1);
        await store.UpsertAsync(_collection, points);
        long before = Bytes();
        await store.DeleteAsync(_collection, VectorFilter.MediaBetween(11, null));

        await store.CompactAsync(_collection);

        Assert.True(Bytes() < before / 50, $"{Bytes()} of {before} bytes are left");
        Assert.Equal(Enumerable.Range(1, 10).Select(i => PointId.OfMedia(i)), (await store.ScrollAsync(_collection, new VectorScroll())).Points.Select(p => p.Id));

        long Bytes() => Directory.GetFiles(Path.Combine(_folder.FullName, "kept"), "*.seg").Sum(f => new FileInfo(f).Length);
    }

    [Fact]
    public async Task Upsert_SamePointsForEver_DoesNotGrow()
    {
        await using var store = Open(segmentRows: 50);
        var points = Points.Random(40, 16, 1);
        for (int i = 0; i < 50; i++)
            await store.UpsertAsync(_collection, points);

        Assert.True(Directory.GetFiles(Path.Combine(_folder.FullName, "kept"), "*.seg").Length <= 4);
        Assert.Equal(40, await store.CountAsync(_collection));
    }

    [Fact]
    public async Task Get_WhileWritten_NeverMissesAPoint()
    {
        await using var store = Open(segmentRows: 30);
        var points = Points.Random(20, 16, 1);
        await store.UpsertAsync(_collection, points);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            int reads = 0;
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(20, (await store.GetAsync(_collection, [.. points.Select(p => p.Id)])).Count);
                Assert.Equal(20, (await store.SearchAsync(_collection, new VectorQuery(points[0].Vector, 30))).Count);
                reads++;
            }

            return reads;
        })).ToArray();
        for (int i = 0; i < 100; i++)
        {
            await store.UpsertAsync(_collection, points);
            if (i % 10 == 0)
                await store.CompactAsync(_collection);
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    private EmbeddedVectorStore Open(bool quantised = false, int segmentRows = 1000, int threads = 2) =>
        new(new EmbeddedVectorOptions { Folder = _folder.FullName, Quantised = quantised, SegmentRows = segmentRows, Threads = threads, Flush = false });

    private static void Flip(string path, int at)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x10;
        File.WriteAllBytes(path, bytes);
    }

    // 0-699: write 1 to 5 points from id n % 20 on; 700-849: delete as many; 850-899: delete a range; 900-949: compact; else open again, perhaps in bytes.
    private async Task Apply(int[] numbers)
    {
        foreach (var left in _folder.GetDirectories())
            left.Delete(recursive: true);
        var store = Open(segmentRows: 12);
        try
        {
            Dictionary<PointId, float[]> model = [];
            foreach (var (n, at) in numbers.Select((n, at) => (n, at)))
            {
                PointId[] ids = [.. Enumerable.Range(n % 20, 1 + n % 5).Select(i => PointId.OfMedia(i))];
                switch (n)
                {
                    case < 700:
                        VectorPoint[] points = [.. ids.Select(id => Points.Of((long)id.Number!, Points.Vector(new Random(at * 1000 + n + (int)id.Number!), 16)))];
                        await store.UpsertAsync(_collection, points);
                        Array.ForEach(points, p => model[p.Id] = p.Vector);
                        break;
                    case < 850:
                        await store.DeleteAsync(_collection, ids);
                        Array.ForEach(ids, id => model.Remove(id));
                        break;
                    case < 900:
                        await store.DeleteAsync(_collection, VectorFilter.MediaBetween(n % 20, n % 20 + 5));
                        Enumerable.Range(n % 20, 6).ToList().ForEach(i => model.Remove(PointId.OfMedia(i)));
                        break;
                    case < 950:
                        await store.CompactAsync(_collection);
                        break;
                    default:
                        await store.DisposeAsync();
                        store = Open(quantised: n % 2 == 0, segmentRows: 12);
                        break;
                }

                await AssertEqualAsync(store, model);
            }
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private async Task AssertEqualAsync(EmbeddedVectorStore store, Dictionary<PointId, float[]> model)
    {
        var points = (await store.ScrollAsync(_collection, new VectorScroll(1000))).Points;
        Assert.Equal(model.Keys.Order(), points.Select(p => p.Id));
        Assert.All(points, p => Assert.Equal(1, Points.Cosine(p.Vector, model[p.Id]), 1e-6));
        Assert.Equal(model.Count, await store.CountAsync(_collection));
        Assert.Equal(model.Count, (await store.GetAsync(_collection, [.. model.Keys])).Count);
        float[] query = Points.Vector(new Random(model.Count), 16);
        var expected = Points.Nearest(model.Select(m => new VectorPoint(m.Key, m.Value, new VectorPayload { MediaStoreId = 0 })), query, 5);
        Assert.Equal(expected.Select(e => e.Id), (await store.SearchAsync(_collection, new VectorQuery(query, 5))).Select(h => h.Id));
    }
}
