namespace Argus.Contracts.Jobs;

/// <summary>The task types of jobs, and the range of priorities.</summary>
public static class JobTasks
{
    /// <summary>One vector of the whole picture, kept in the collection <c>image_embeddings</c>.</summary>
    public const string ImageEmbedding = "image_embedding";

    /// <summary>Boxes, landmarks and confidences of all faces.</summary>
    public const string FaceDetection = "face_detection";

    /// <summary>One vector a face, kept in the collection <c>face_embeddings</c>.</summary>
    public const string FaceEmbedding = "face_embedding";

    /// <summary>Faces of a video, followed from frame to frame and looked up in a collection of faces.</summary>
    public const string VideoFaces = "video_faces";

    /// <summary>The lowest priority.</summary>
    public const int MinPriority = 0;

    /// <summary>The highest priority: first in the queue.</summary>
    public const int MaxPriority = 10;

    /// <summary>Priority of a job whose creator names none.</summary>
    public const int DefaultPriority = 5;

    /// <summary>All task types.</summary>
    public static IReadOnlyList<string> All { get; } = [ImageEmbedding, FaceDetection, FaceEmbedding, VideoFaces];

    /// <summary>Those that work on one picture.</summary>
    public static IReadOnlyList<string> OfPictures { get; } = [ImageEmbedding, FaceDetection, FaceEmbedding];

    /// <summary>Whether there is such a task type; case matters.</summary>
    public static bool IsKnown(string? task) => task is ImageEmbedding or FaceDetection or FaceEmbedding or VideoFaces;
}
