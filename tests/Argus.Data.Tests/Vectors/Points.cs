using Argus.Data.Vectors;

namespace Argus.Data.Tests.Vectors;

/// <summary>Points to test with.</summary>
internal static class Points
{
    public const string Digest = "sha256:one";

    public static VectorCollection Collection(int dimension = 8, string digest = Digest, string? name = null) => new(name ?? $"t{Guid.NewGuid():N}", dimension, digest);

    public static float[] Vector(Random random, int dimension) => [.. Enumerable.Range(0, dimension).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    public static VectorPoint Of(long media, float[] vector, params (string Name, FieldValue Value)[] fields) =>
        new(PointId.OfMedia(media), vector, new VectorPayload { MediaStoreId = media, Fields = fields.ToDictionary(f => f.Name, f => f.Value) });

    public static VectorPoint Face(long media, int index, float[] vector) =>
        new(PointId.OfFace(media, index), vector, new VectorPayload { MediaStoreId = media, FaceIndex = index, Box = new VectorBox(1.5, 2, 30.25, 40) });

    public static VectorPoint[] Random(int count, int dimension, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(i => Of(i, Vector(random, dimension), ("group", i % 7)))];
    }

    /// <summary>What a search must find, by the definition of the cosine.</summary>
    public static (PointId Id, double Score)[] Nearest(IEnumerable<VectorPoint> points, float[] query, int limit) =>
        [.. points.Select(p => (p.Id, Cosine(p.Vector, query))).OrderByDescending(p => p.Item2).ThenBy(p => p.Id).Take(limit)];

    public static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));
}
