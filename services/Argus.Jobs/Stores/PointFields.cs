namespace Argus.Jobs.Stores;

/// <summary>Names of what is kept beside a vector, as filters of a search name them; written by workers, read by searches.</summary>
internal static class PointFields
{
    /// <summary>The picture: an integer.</summary>
    public const string MediaStoreId = "media_store_id";

    /// <summary>Which face of the picture, from 0; none on whole pictures.</summary>
    public const string FaceIndex = "face_index";

    /// <summary>Where the face is, in answers; the vector stores have a place of their own for it.</summary>
    public const string Bbox = "bbox";

    /// <summary>The detector's confidence, 0 to 1; none on whole pictures.</summary>
    public const string Confidence = "confidence";

    /// <summary>Which track of a video, from 0; none on pictures.</summary>
    public const string TrackId = "track_id";

    /// <summary>When a track of a video is seen best, in seconds.</summary>
    public const string Time = "time";

    /// <summary>The job that wrote the vector, a UUID as text.</summary>
    public const string JobId = "job_id";
}
