using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;

namespace Argus.VectorWriter;

/// <summary>One write of a repeatable series: points to put, ids to delete, or a compaction.</summary>
public sealed record Step(IReadOnlyList<VectorPoint> Put, IReadOnlyList<PointId> Delete, bool Compact)
{
    public const int SegmentRows = 24;
    private const int Ids = 60;

    public static VectorCollection Collection { get; } = new(VectorCollection.Images, 24, "sha256:writer");

    /// <summary>Always the same for a seed and a number.</summary>
    public static Step Of(int seed, int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        return random.Next(12) switch
        {
            0 => new Step([], [], true),
            < 4 => new Step([], [.. Some(random)], false),
            _ => new Step([.. Some(random).Distinct().Select(id => Point(id, random, number))], [], false),
        };
    }

    public async Task DoAsync(EmbeddedVectorStore store)
    {
        if (Put.Count > 0)
            await store.UpsertAsync(Collection, Put);
        if (Delete.Count > 0)
            await store.DeleteAsync(Collection, Delete);
        if (Compact)
            await store.CompactAsync(Collection);
    }

    /// <summary>The same on a dictionary, by what each id's payload says of when it was written.</summary>
    public void Do(Dictionary<PointId, long> model)
    {
        foreach (var point in Put)
            model[point.Id] = (long)point.Payload.Fields["step"].Value;
        foreach (var id in Delete)
            model.Remove(id);
    }

    private static IEnumerable<PointId> Some(Random random) => Enumerable.Range(0, random.Next(1, 8)).Select(_ => PointId.OfMedia(random.Next(Ids))).ToArray();

    private static VectorPoint Point(PointId id, Random random, int number) => new(
        id,
        [.. Enumerable.Range(0, Collection.Dimension).Select(_ => (float)random.NextDouble() - 0.5f)],
        new VectorPayload { MediaStoreId = (long)id.Number!, Fields = new Dictionary<string, FieldValue> { ["step"] = number } });
}
