using Argus.Data.Jobs;
using Argus.Data.Vectors;
using Argus.Jobs.Http;
using Argus.Jobs.Stores;

namespace Argus.Jobs.Work.Running;

/// <summary>Writes vectors of pictures. All may be written again without harm.</summary>
internal sealed class VectorWriter(IVectorStore vectors, WorkMetrics metrics, TimeProvider time)
{
    /// <summary>Writes the vector of a whole picture, in the place of that of an earlier run.</summary>
    /// <returns>Null, or why it is not written.</returns>
    public Task<Fault?> WriteImageAsync(Job job, float[] vector, string digest, CancellationToken cancel) => WriteAsync(() =>
        vectors.UpsertAsync(
            new VectorCollection(VectorCollection.Images, vector.Length, digest),
            [new(PointId.OfMedia(job.MediaStoreId), vector, Payload(job))],
            cancel));

    /// <summary>Writes one vector a face, in the place of those of an earlier run; faces that are not there any more go.</summary>
    /// <param name="job">The job, with its picture.</param>
    /// <param name="faces">In the order of their index; may be empty.</param>
    /// <param name="digest">The model's.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>Null, or why they are not written.</returns>
    public Task<Fault?> WriteFacesAsync(Job job, IReadOnlyList<(float[] Vector, VectorBox Box, double Confidence)> faces, string digest, CancellationToken cancel) => WriteAsync(async () =>
    {
        var collection = faces.Count > 0 ? new VectorCollection(VectorCollection.Faces, faces[0].Vector.Length, digest) : await EmptyAsync(digest, cancel);
        if (collection is null)
            return;
        // New ones first: at no moment is the picture without the vectors of its faces.
        if (faces.Count > 0)
            await vectors.UpsertAsync(collection, [.. faces.Select((face, i) => Point(job, i, face))], cancel);
        await vectors.DeleteAsync(collection, new VectorFilter(new FieldIn(PointFields.MediaStoreId, [job.MediaStoreId]), new FieldBetween(PointFields.FaceIndex, faces.Count, null)), cancel);
    });

    /// <summary>The collection as it is, to delete from; null where there is none.</summary>
    private async Task<VectorCollection?> EmptyAsync(string digest, CancellationToken cancel) =>
        await vectors.FindAsync(VectorCollection.Faces, cancel) is { } there ? new VectorCollection(there.Name, there.Dimension, digest) : null;

    private async Task<Fault?> WriteAsync(Func<Task> write)
    {
        long begun = time.GetTimestamp();
        try
        {
            await write();
            return null;
        }
        catch (VectorStoreUnavailableException e)
        {
            return Fault.Away(e.Message);
        }
        catch (VectorStoreException e)
        {
            return Fault.Final(e.Message);
        }
        catch (ArgumentException e)
        {
            return Fault.Final($"The model's vector cannot be kept: {e.Message}");
        }
        finally
        {
            metrics.Stage("store", time.GetElapsedTime(begun));
        }
    }

    private static VectorPoint Point(Job job, int index, (float[] Vector, VectorBox Box, double Confidence) face)
    {
        var payload = Payload(job) with { FaceIndex = index, Box = face.Box };
        return new(PointId.OfFace(job.MediaStoreId, index), face.Vector, payload with { Fields = new Dictionary<string, FieldValue>(payload.Fields) { [PointFields.Confidence] = face.Confidence } });
    }

    private static VectorPayload Payload(Job job) => new()
    {
        MediaStoreId = job.MediaStoreId,
        Fields = new Dictionary<string, FieldValue> { [PointFields.JobId] = job.Id.ToString() },
    };
}
