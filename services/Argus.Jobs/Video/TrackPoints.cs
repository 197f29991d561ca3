using Argus.Data.Jobs;
using Argus.Data.Vectors;
using Argus.Jobs.Stores;

namespace Argus.Jobs.Video;

/// <summary>Keeps the best vectors of tracks as points. Done again, the same points are written.</summary>
/// <param name="services">The store of vectors is taken when it is first asked.</param>
internal sealed class TrackPoints(IServiceProvider services)
{
    private const int Batch = 256;

    /// <summary>Writes them, and removes those that an earlier attempt of the job left.</summary>
    /// <param name="job">The job.</param>
    /// <param name="collection">Where to.</param>
    /// <param name="tracks">In the order of their numbers.</param>
    /// <param name="cancel">Breaks it off.</param>
    public async Task WriteAsync(Job job, VectorCollection collection, IReadOnlyList<FaceTrack> tracks, CancellationToken cancel)
    {
        var vectors = services.GetRequiredService<IVectorStore>();
        foreach (var some in tracks.Index().Chunk(Batch))
            await vectors.UpsertAsync(collection, [.. some.Select(one => Point(job, one.Index, one.Item))], cancel);
        await vectors.DeleteAsync(collection, new VectorFilter(new FieldIn(PointFields.JobId, [job.Id.ToString()]), new FieldBetween(PointFields.TrackId, tracks.Count, null)), cancel);
    }

    private static VectorPoint Point(Job job, int number, FaceTrack track)
    {
        var box = track.Best.Box;
        return new(PointId.OfTrack(job.Id, number), track.BestVector, new VectorPayload
        {
            MediaStoreId = job.MediaStoreId,
            Box = new(box.X, box.Y, box.Width, box.Height),
            Fields = new Dictionary<string, FieldValue>
            {
                [PointFields.JobId] = job.Id.ToString(),
                [PointFields.Confidence] = track.Best.Score,
                [PointFields.TrackId] = number,
                [PointFields.Time] = track.Best.Time,
            },
        });
    }
}
