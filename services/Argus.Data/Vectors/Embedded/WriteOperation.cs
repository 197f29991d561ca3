namespace Argus.Data.Vectors.Embedded;

/// <summary>One point to put, or (without vector) one id to delete.</summary>
internal readonly record struct WriteOperation(SegmentRecord Record, float[] Vector, byte[] Payload)
{
    public static WriteOperation Put(VectorPoint point)
    {
        byte[] payload = PayloadJson.Write(point.Payload);
        return new(new SegmentRecord(true, payload.Length, point.Id, point.Payload.MediaStoreId), point.Vector, payload);
    }

    public static WriteOperation Delete(PointId id) => new(SegmentRecord.Deletion(id), [], []);
}
