using Argus.Contracts.Faces;
using Argus.Contracts.Jobs;
using Argus.Jobs.Http;
using Argus.Jobs.Models;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Search;

/// <summary>Has photos of callers embedded by the models.</summary>
internal sealed class PhotoModel(ModelClient models, ILogger<PhotoModel> log)
{
    /// <summary>The vector of a photo.</summary>
    /// <returns>What the model says of a bad photo; 422 where there is no such face; 502 and 503 where the model is not as it should be.</returns>
    public async Task<Outcome<PhotoVector>> EmbedAsync(SearchRequest request, SearchKind kind, CancellationToken cancel)
    {
        var picture = request.Picture!.Value;
        // Somebody waits: before the jobs.
        if (kind.IsFaces)
        {
            var (answer, trouble) = await models.DetectAsync(picture, embedding: true, JobTasks.MaxPriority, cancel);
            return answer is null ? RefusalOf(trouble!) : Face(answer, request.FaceIndex);
        }

        var (image, fault) = await models.EmbedImageAsync(picture, JobTasks.MaxPriority, cancel);
        return image is null ? RefusalOf(fault!) : new PhotoVector(image.Embedding, image.ModelDigest, null);
    }

    private static Outcome<PhotoVector> Face(DetectResponse answer, int? wanted)
    {
        if (answer.Faces.Count == 0)
            return new Refusal(422, "There is no face in the photo.");
        if (wanted >= answer.Faces.Count)
            return new Refusal(422, $"face_index is {wanted}, and the photo has {answer.Faces.Count} face{(answer.Faces.Count == 1 ? "" : "s")}, counted from 0.");
        int index = wanted ?? Enumerable.Range(0, answer.Faces.Count).MaxBy(i => Area(answer.Faces[i].Bbox));
        var face = answer.Faces[index];
        if (face.Embedding is null)
            return new Refusal(422, "The model that answers /detect has no recognizer: it finds faces, but gives no vectors.");
        var box = new JobBox(face.Bbox[0], face.Bbox[1], face.Bbox[2] - face.Bbox[0], face.Bbox[3] - face.Bbox[1]);
        var landmarks = face.Landmarks?.Select(p => Array.ConvertAll(p, v => (double)v)).ToArray();
        return new PhotoVector(face.Embedding, answer.ModelDigest, new JobFace { FaceIndex = index, Bbox = box, Landmarks = landmarks, Confidence = face.DetScore });
    }

    private static float Area(float[] box) => (box[2] - box[0]) * (box[3] - box[1]);

    // What is wrong with the photo is the caller's to know; what is wrong with the model is ours.
    private Refusal RefusalOf(Fault fault)
    {
        var refusal = fault.ToRefusal();
        if (fault is not { Healing: Healing.None, Status: not null })
            Log.ModelFailed(log, fault.Reason);
        return refusal;
    }
}
