namespace Argus.Data.Vectors;

/// <summary>Points as stores write them: checked, at unit length, bearing their digest, each id once.</summary>
internal static class VectorBatch
{
    /// <exception cref="ArgumentException">A point is none that can be kept.</exception>
    /// <exception cref="ModelMismatchException">A point is of another model.</exception>
    public static IReadOnlyList<VectorPoint> Prepare(VectorCollection collection, IReadOnlyList<VectorPoint> points)
    {
        var batch = new OrderedDictionary<PointId, VectorPoint>(points.Count);
        foreach (var point in points)
        {
            if (point.Payload.Digest is { } digest && digest != collection.ModelDigest)
                throw new ModelMismatchException(collection, new VectorCollection(collection.Name, point.Vector.Length, digest));
            CheckPayload(point);
            batch[point.Id] = point with { Vector = UnitVector.Of(point.Vector, collection), Payload = point.Payload with { Digest = collection.ModelDigest } };
        }

        return batch.Values;
    }

    private static void CheckPayload(VectorPoint point)
    {
        var payload = point.Payload;
        if (payload.MediaStoreId < 0 || payload.FaceIndex < 0)
            throw new ArgumentException($"Point {point.Id}: media store id and face index must be 0 or more.");
        if (payload.Box is { } box && !double.IsFinite(box.X + box.Y + box.Width + box.Height))
            throw new ArgumentException($"Point {point.Id}: the box must be finite.");
        foreach (var (name, value) in payload.Fields)
        {
            VectorCondition.CheckField(name);
            if (name is VectorPayload.MediaStoreIdField or VectorPayload.FaceIndexField or VectorPayload.BoxField or VectorPayload.DigestField)
                throw new ArgumentException($"Point {point.Id}: '{name}' cannot be the name of a free field.");
            // PostgreSQL keeps no NUL in JSON.
            if (value.Value is string text && text.Contains('\0'))
                throw new ArgumentException($"Point {point.Id}: field '{name}' holds a NUL character.");
        }
    }
}
