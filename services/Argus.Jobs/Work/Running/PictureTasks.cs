using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Vectors;
using Argus.Jobs.Http;
using Argus.Jobs.Models;
using Argus.Jobs.Video;

namespace Argus.Jobs.Work.Running;

/// <summary>What each task type makes of a picture.</summary>
internal sealed class PictureTasks(ModelClient models, VectorWriter vectors, WorkMetrics metrics, TimeProvider time)
{
    /// <summary>From the picture to the result.</summary>
    /// <param name="job">The job.</param>
    /// <param name="picture">Its file.</param>
    /// <param name="cancel">Breaks it off.</param>
    public Task<TaskAnswer> RunAsync(Job job, ReadOnlyMemory<byte> picture, CancellationToken cancel) => job.TaskType switch
    {
        JobTasks.ImageEmbedding => EmbedImageAsync(job, picture, cancel),
        JobTasks.FaceDetection => DetectFacesAsync(job, picture, cancel),
        JobTasks.FaceEmbedding => EmbedFacesAsync(job, picture, cancel),
        _ => Task.FromResult(TaskAnswer.Of(Fault.Final($"This worker does not know the task type '{job.TaskType}'."))),
    };

    private async Task<TaskAnswer> EmbedImageAsync(Job job, ReadOnlyMemory<byte> picture, CancellationToken cancel)
    {
        var (answer, fault) = await AskAsync(() => models.EmbedImageAsync(picture, job.Priority, cancel));
        if (answer is not null)
            fault = await vectors.WriteImageAsync(job, answer.Embedding, answer.ModelDigest, cancel);
        if (fault is not null)
            return TaskAnswer.Of(fault);
        var result = new ImageEmbeddingResult
        {
            EmbeddingDimension = answer!.Embedding.Length,
            StoredInVectorDb = true,
            Collection = VectorCollection.Images,
            PointId = job.MediaStoreId,
            ModelDigest = answer.ModelDigest,
        };
        return TaskAnswer.Of(JsonSerializer.Serialize(result, ContractsJson.Default.ImageEmbeddingResult));
    }

    private async Task<TaskAnswer> DetectFacesAsync(Job job, ReadOnlyMemory<byte> picture, CancellationToken cancel)
    {
        var (answer, fault) = await AskAsync(() => models.DetectAsync(picture, embedding: false, job.Priority, cancel));
        if (fault is not null)
            return TaskAnswer.Of(fault);
        var result = new FaceDetectionResult
        {
            Faces = [.. answer!.Faces.Select((face, i) => new JobFace
            {
                FaceIndex = i,
                Bbox = FaceBoxes.Of(face),
                Landmarks = face.Landmarks?.Select(point => Array.ConvertAll(point, FaceBoxes.Exact)).ToArray(),
                Confidence = FaceBoxes.Exact(face.DetScore),
            })],
            FaceCount = answer.Faces.Count,
            ModelDigest = answer.ModelDigest,
        };
        return TaskAnswer.Of(JsonSerializer.Serialize(result, ContractsJson.Default.FaceDetectionResult));
    }

    private async Task<TaskAnswer> EmbedFacesAsync(Job job, ReadOnlyMemory<byte> picture, CancellationToken cancel)
    {
        var (answer, fault) = await AskAsync(() => models.DetectAsync(picture, embedding: true, job.Priority, cancel));
        if (answer is not null && answer.Faces.Any(face => face.Embedding is null))
            fault = Fault.Later("The model finds faces but gives no vectors: deploy one for the task face-embedding, with a pack that has a recognizer.");
        fault ??= await vectors.WriteFacesAsync(job, [.. answer!.Faces.Select(face => (face.Embedding!, VectorBoxOf(face), FaceBoxes.Exact(face.DetScore)))], answer.ModelDigest, cancel);
        if (fault is not null)
            return TaskAnswer.Of(fault);
        var result = new FaceEmbeddingResult
        {
            EmbeddingDimension = answer!.Faces is [var first, ..] ? first.Embedding!.Length : 0,
            StoredInVectorDb = true,
            Collection = VectorCollection.Faces,
            Faces = [.. answer.Faces.Select((face, i) => new EmbeddedFace
            {
                FaceIndex = i,
                PointId = Guid.Parse(PointId.OfFace(job.MediaStoreId, i).ToString()),
                Bbox = FaceBoxes.Of(face),
                Confidence = FaceBoxes.Exact(face.DetScore),
            })],
            FaceCount = answer.Faces.Count,
            ModelDigest = answer.ModelDigest,
        };
        return TaskAnswer.Of(JsonSerializer.Serialize(result, ContractsJson.Default.FaceEmbeddingResult));
    }

    private async Task<ModelAnswer<T>> AskAsync<T>(Func<Task<ModelAnswer<T>>> ask)
        where T : class
    {
        long begun = time.GetTimestamp();
        var answer = await ask();
        metrics.Stage("infer", time.GetElapsedTime(begun));
        return answer;
    }

    private static VectorBox VectorBoxOf(FaceBody face)
    {
        var box = FaceBoxes.Of(face);
        return new(box.X, box.Y, box.Width, box.Height);
    }
}
