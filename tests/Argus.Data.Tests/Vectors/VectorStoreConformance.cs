using Argus.Data.Vectors;

namespace Argus.Data.Tests.Vectors;

/// <summary>What every vector store does alike.</summary>
public abstract class VectorStoreConformance : IAsyncLifetime
{
    private protected VectorCollection Collection { get; } = Points.Collection();

    protected IVectorStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public virtual async Task DisposeAsync()
    {
        await Store.DropAsync(Collection.Name);
        await Store.DisposeAsync();
    }

    protected abstract Task<IVectorStore> OpenAsync();

    [Fact]
    public async Task Read_NoCollection_FindsNothing()
    {
        Assert.Null(await Store.FindAsync(Collection.Name));
        Assert.Empty(await Store.GetAsync(Collection, [PointId.OfMedia(1)]));
        Assert.Empty(await Store.SearchAsync(Collection, new VectorQuery([1, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Empty((await Store.ScrollAsync(Collection, new VectorScroll())).Points);
        Assert.Equal(0, await Store.CountAsync(Collection));
        await Store.DeleteAsync(Collection, [PointId.OfMedia(1)]);
        await Store.DeleteAsync(Collection, VectorFilter.OfMedia(1));
        await Store.DropAsync(Collection.Name);
        Assert.Null(await Store.FindAsync(Collection.Name));
    }

    [Fact]
    public async Task Upsert_ThenGet_GivesBackAllAtUnitLength()
    {
        var face = Points.Face(7, 2, [3, 0, 0, 0, 0, 0, 0, 4]) with { };
        var payload = face.Payload with { Fields = new Dictionary<string, FieldValue> { ["name"] = "Ä\"b", ["weight"] = 2.5, ["round"] = 2.0, ["big"] = long.MaxValue, ["seen"] = true } };
        await Store.UpsertAsync(Collection, [face with { Payload = payload }, Points.Of(long.MaxValue, [0, 1, 0, 0, 0, 0, 0, 0])]);

        var back = Assert.Single(await Store.GetAsync(Collection, [face.Id, PointId.OfMedia(99), face.Id]));

        Assert.Equal(face.Id, back.Id);
        Assert.Equal(0.6f, back.Vector[0], 1e-6f);
        Assert.Equal(0.8f, back.Vector[7], 1e-6f);
        Assert.Equal((7, 2, new VectorBox(1.5, 2, 30.25, 40), Points.Digest), (back.Payload.MediaStoreId, back.Payload.FaceIndex, back.Payload.Box, back.Payload.Digest));
        Assert.Equal(payload.Fields.OrderBy(f => f.Key), back.Payload.Fields.OrderBy(f => f.Key));
        Assert.Equal(long.MaxValue, Assert.Single(await Store.GetAsync(Collection, [PointId.OfMedia(long.MaxValue)])).Payload.MediaStoreId);
    }

    [Fact]
    public async Task Upsert_Again_ChangesNothing()
    {
        var points = Points.Random(20, 8, 1);
        await Store.UpsertAsync(Collection, points);
        var before = (await Store.ScrollAsync(Collection, new VectorScroll())).Points;
        await Store.UpsertAsync(Collection, before);

        var after = (await Store.ScrollAsync(Collection, new VectorScroll())).Points;

        Assert.Equal(before.Select(p => p.Id), after.Select(p => p.Id));
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First.Vector, pair.Second.Vector));
        Assert.Equal(20, await Store.CountAsync(Collection));
    }

    [Fact]
    public async Task Upsert_OneIdTwice_LaterCounts()
    {
        await Store.UpsertAsync(Collection, [Points.Of(1, [1, 0, 0, 0, 0, 0, 0, 0], ("v", 1)), Points.Of(1, [0, 1, 0, 0, 0, 0, 0, 0], ("v", 2))]);
        Assert.Equal(2L, Assert.Single((await Store.ScrollAsync(Collection, new VectorScroll())).Points).Payload.Fields["v"].Value);

        await Store.UpsertAsync(Collection, [Points.Of(1, [0, 0, 1, 0, 0, 0, 0, 0])]);

        var back = Assert.Single(await Store.GetAsync(Collection, [PointId.OfMedia(1)]));
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 0], back.Vector);
        Assert.Empty(back.Payload.Fields);
    }

    [Fact]
    public async Task Collection_OtherModel_IsRefusedEverywhereAndNamesBoth()
    {
        await Store.UpsertAsync(Collection, Points.Random(3, 8, 1));
        var other = new VectorCollection(Collection.Name, 8, "sha256:two");

        var error = await Assert.ThrowsAsync<ModelMismatchException>(() => Store.UpsertAsync(other, Points.Random(3, 8, 2)));
        Assert.Contains("sha256:one", error.Message);
        Assert.Contains("sha256:two", error.Message);
        Assert.Equal((Collection, other), (error.Pinned, error.Given));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.EnsureAsync(other));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.SearchAsync(other, new VectorQuery([1, 0, 0, 0, 0, 0, 0, 0])));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.GetAsync(other, [PointId.OfMedia(1)]));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.ScrollAsync(other, new VectorScroll()));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.CountAsync(other));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.DeleteAsync(other, [PointId.OfMedia(1)]));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.DeleteAsync(other, VectorFilter.OfMedia(1)));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.EnsureAsync(new VectorCollection(Collection.Name, 9, Points.Digest)));
        var foreign = Points.Of(1, [1, 0, 0, 0, 0, 0, 0, 0]);
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.UpsertAsync(Collection, [foreign with { Payload = foreign.Payload with { Digest = "sha256:two" } }]));
        Assert.Equal(3, await Store.CountAsync(Collection));
        Assert.Equal(Collection, await Store.FindAsync(Collection.Name));
    }

    [Fact]
    public async Task Drop_ThenOtherModel_StartsAnew()
    {
        await Store.UpsertAsync(Collection, Points.Random(3, 8, 1));
        await Store.DropAsync(Collection.Name);
        var other = new VectorCollection(Collection.Name, 4, "sha256:two");

        await Store.UpsertAsync(other, [Points.Of(9, [1, 2, 3, 4])]);

        Assert.Equal(1, await Store.CountAsync(other));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.CountAsync(Collection));
    }

    [Fact]
    public async Task Drop_ByAnotherStore_IsNoticed()
    {
        await Store.UpsertAsync(Collection, Points.Random(3, 8, 1));
        if (await OpenBesideAsync() is not { } beside)
            return;
        await using var disposed = beside;
        var other = new VectorCollection(Collection.Name, 8, "sha256:two");
        await beside.DropAsync(Collection.Name);
        await beside.UpsertAsync(other, Points.Random(1, 8, 2));

        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.UpsertAsync(Collection, Points.Random(3, 8, 1)));
        await Assert.ThrowsAsync<ModelMismatchException>(() => Store.SearchAsync(Collection, new VectorQuery([1, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Equal(1, await Store.CountAsync(other));
    }

    [Fact]
    public async Task Search_ManyPoints_EqualsNaiveScan()
    {
        var points = Points.Random(500, 8, 3);
        await Store.UpsertAsync(Collection, points);
        var random = new Random(4);
        for (int i = 0; i < 10; i++)
        {
            float[] query = Points.Vector(random, 8);
            var expected = Points.Nearest(points, query, 10);

            var hits = await Store.SearchAsync(Collection, new VectorQuery(query));

            Assert.Equal(expected.Select(e => e.Id), hits.Select(h => h.Id));
            Assert.All(expected.Zip(hits), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5));
            Assert.All(hits, h => Assert.Equal(h.Id, PointId.OfMedia(h.Payload.MediaStoreId)));
        }
    }

    [Fact]
    public async Task Search_Threshold_CutsOffWhatIsBelow()
    {
        await Store.UpsertAsync(Collection, [Points.Of(1, [1, 0, 0, 0, 0, 0, 0, 0]), Points.Of(2, [1, 1, 0, 0, 0, 0, 0, 0]), Points.Of(3, [-1, 0, 0, 0, 0, 0, 0, 0])]);
        var query = new VectorQuery([2, 0, 0, 0, 0, 0, 0, 0]);

        Assert.Equal([1L, 2, 3], (await Store.SearchAsync(Collection, query)).Select(h => h.Payload.MediaStoreId));
        Assert.Equal([1L, 2], (await Store.SearchAsync(Collection, query with { Threshold = 0.7f })).Select(h => h.Payload.MediaStoreId));
        Assert.Equal([1L], (await Store.SearchAsync(Collection, query with { Threshold = 1 })).Select(h => h.Payload.MediaStoreId));
        Assert.Equal([1L, 2, 3], (await Store.SearchAsync(Collection, query with { Threshold = -1 })).Select(h => h.Payload.MediaStoreId));
    }

    [Fact]
    public async Task Filter_EveryKind_MeansTheSame()
    {
        var vector = new float[] { 1, 0, 0, 0, 0, 0, 0, 0 };
        await Store.UpsertAsync(Collection,
        [
            Points.Of(1, vector, ("tag", "a"), ("size", 1)), Points.Of(2, vector, ("tag", "b"), ("size", 2.5)), Points.Of(3, vector, ("tag", "5")),
            Points.Of(4, vector, ("tag", 5)), Points.Face(5, 0, vector), Points.Face(5, 1, vector), Points.Of(6, vector, ("size", "2")),
        ]);

        await Passes(VectorFilter.OfMedia(1, 5, 77), 1, 5, 5);
        await Passes(VectorFilter.NotOfMedia(1, 5), 2, 3, 4, 6);
        await Passes(VectorFilter.MediaBetween(2, 4), 2, 3, 4);
        await Passes(VectorFilter.MediaBetween(5, null), 5, 5, 6);
        await Passes(VectorFilter.MediaBetween(null, 1), 1);
        await Passes(new VectorFilter(new FieldIn("tag", ["a", "5"])), 1, 3);
        await Passes(new VectorFilter(new FieldIn("tag", [5])), 4);
        await Passes(new VectorFilter(new FieldIn("tag", ["a"], not: true)), 2, 3, 4, 5, 5, 6);
        await Passes(new VectorFilter(new FieldBetween("size", 1, 2)), 1);
        await Passes(new VectorFilter(new FieldBetween("size", null, 3)), 1, 2);
        await Passes(new VectorFilter(new FieldBetween("size", 2.25, 2.5)), 2);
        await Passes(new VectorFilter(new FieldBetween("size", 2.75, null)));
        await Passes(new VectorFilter(new FieldIn("face_index", [1])), 5);
        await Passes(new VectorFilter(new FieldIn("digest", [Points.Digest]), new FieldBetween("media_store_id", 2, 9), new FieldIn("tag", ["b"], not: true)), 3, 4, 5, 5, 6);

        await Store.DeleteAsync(Collection, new VectorFilter(new FieldBetween("media_store_id", 2, 5), new FieldIn("tag", ["5"], not: true)));
        Assert.Equal([1L, 3, 6], (await Store.ScrollAsync(Collection, new VectorScroll())).Points.Select(p => p.Payload.MediaStoreId));

        async Task Passes(VectorFilter filter, params long[] media)
        {
            var hits = await Store.SearchAsync(Collection, new VectorQuery(vector, 100) { Filter = filter });
            Assert.Equal(media, hits.Select(h => h.Payload.MediaStoreId).Order());
            Assert.Equal(media, (await Store.ScrollAsync(Collection, new VectorScroll { Filter = filter })).Points.Select(p => p.Payload.MediaStoreId).Order());
            Assert.Equal(media.Length, await Store.CountAsync(Collection, filter));
        }
    }

    [Fact]
    public async Task Scroll_PageByPage_ListsAllInOrderOfIds()
    {
        VectorPoint[] points = [.. Points.Random(23, 8, 5), .. Enumerable.Range(0, 10).Select(i => Points.Face(1, i, [1, 0, 0, 0, 0, 0, 0, i]))];
        await Store.UpsertAsync(Collection, points);
        List<PointId> listed = [];
        PointId? from = null;
        do
        {
            var page = await Store.ScrollAsync(Collection, new VectorScroll(7) { From = from });
            Assert.True(page.Points.Count == 7 || page.Next is null);
            listed.AddRange(page.Points.Select(p => p.Id));
            from = page.Next;
        }
        while (from is not null);

        Assert.Equal(points.Select(p => p.Id).Order(), listed);
    }

    [Fact]
    public async Task Delete_Ids_TakesThemOnly()
    {
        await Store.UpsertAsync(Collection, Points.Random(10, 8, 6));

        await Store.DeleteAsync(Collection, [PointId.OfMedia(3), PointId.OfMedia(4), PointId.OfMedia(400)]);
        await Store.DeleteAsync(Collection, [PointId.OfMedia(3)]);

        Assert.Equal(8, await Store.CountAsync(Collection));
        Assert.Empty(await Store.GetAsync(Collection, [PointId.OfMedia(3), PointId.OfMedia(4)]));
        await Store.UpsertAsync(Collection, [Points.Of(3, [1, 0, 0, 0, 0, 0, 0, 0])]);
        Assert.Equal(9, await Store.CountAsync(Collection));
    }

    [Fact]
    public async Task Write_ManyAtOnce_AllAreThere()
    {
        var points = Points.Random(200, 8, 7);

        await Task.WhenAll(points.Chunk(10).Select(part => Store.UpsertAsync(Collection, part)));

        Assert.Equal(200, await Store.CountAsync(Collection));
    }

    [Fact]
    public async Task Upsert_WhatNoStoreTakes_IsRefused()
    {
        await Refused(Points.Of(1, [1, 2, 3]));
        await Refused(Points.Of(1, new float[8]));
        await Refused(Points.Of(1, [float.NaN, 0, 0, 0, 0, 0, 0, 0]));
        await Refused(Points.Of(1, [float.PositiveInfinity, 0, 0, 0, 0, 0, 0, 0]));
        await Refused(Points.Of(1, [1, 0, 0, 0, 0, 0, 0, 0], ("media_store_id", 2)));
        await Refused(Points.Of(1, [1, 0, 0, 0, 0, 0, 0, 0], ("a.b", 2)));
        await Refused(Points.Of(1, [1, 0, 0, 0, 0, 0, 0, 0], ("text", "a\0b")));
        await Refused(Points.Of(1, [1, 0, 0, 0, 0, 0, 0, 0], ("text", new string('x', 70_000))));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SearchAsync(Collection, new VectorQuery(new float[8])));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SearchAsync(Collection, new VectorQuery([1, 2])));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DropAsync("../etc"));

        Task<ArgumentException> Refused(VectorPoint point) => Assert.ThrowsAsync<ArgumentException>(() => Store.UpsertAsync(Collection, [Points.Of(2, [1, 0, 0, 0, 0, 0, 0, 0]), point]));
    }

    /// <summary>A second store on the same data; null where there can be but one.</summary>
    protected virtual Task<IVectorStore?> OpenBesideAsync() => Task.FromResult<IVectorStore?>(null);
}
