using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>Result of a job <see cref="JobTasks.VideoFaces"/>. Times are seconds from the beginning of the video, boxes pixels of the upright frame.</summary>
public sealed record VideoFacesResult
{
    /// <summary>Frames that were looked at.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames that could not be: damaged, lost to damage, or refused by the model.</summary>
    public required int FramesSkipped { get; init; }

    /// <summary>Why frames were skipped, each reason once; the first five.</summary>
    public required IReadOnlyList<string> SkipReasons { get; init; }

    /// <summary>Seconds from one frame to the next, as asked for.</summary>
    public required double Interval { get; init; }

    /// <summary>Length of the video as its file states it; null where it does not.</summary>
    public double? Duration { get; init; }

    /// <summary>Width of the upright frames in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the upright frames in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Why the end of the video was not looked at; left out where it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndedEarly { get; init; }

    /// <summary>Collection that the tracks were looked up in.</summary>
    public required string Collection { get; init; }

    /// <summary>Similarity from which a track was tagged.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether the best vectors are points of the collection.</summary>
    public required bool StoredInVectorDb { get; init; }

    /// <summary>By their begin. Where there are more than 1000, the longest.</summary>
    public required IReadOnlyList<VideoTrack> Tracks { get; init; }

    /// <summary>How many tracks there are.</summary>
    public required int TrackCount { get; init; }

    /// <summary>Faces that were seen in all frames together.</summary>
    public required int FaceCount { get; init; }

    /// <summary>The faces of the tracks, by time. Where they are more than 3000 or the result would be too long for an event, an even choice of each track's, or none.</summary>
    public required IReadOnlyList<VideoFaceDetection> Detections { get; init; }

    /// <summary>Vectors compare only within one digest; left out where no frame was looked at.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelDigest { get; init; }
}

/// <summary>One face, followed through neighbouring frames.</summary>
public sealed record VideoTrack
{
    /// <summary>Its number, from 0, by begin.</summary>
    public required int TrackId { get; init; }

    /// <summary>When it is seen first.</summary>
    public required double Start { get; init; }

    /// <summary>When it is seen last.</summary>
    public required double End { get; init; }

    /// <summary>In how many frames.</summary>
    public required int FrameCount { get; init; }

    /// <summary>Where and when it is seen best: the frame whose vector stands for the track.</summary>
    public required VideoTrackBest Best { get; init; }

    /// <summary>Mean cosine of its other vectors to the best one, -1 to 1; 1 where there is only one.</summary>
    public required double MeanSimilarity { get; init; }

    /// <summary>Whom it is like; null where nobody reaches the threshold.</summary>
    public VideoTag? Tag { get; init; }

    /// <summary>Its point in the collection; left out where it is not stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? PointId { get; init; }
}

/// <summary>The frame in which a track is seen best: by score of the detector, size and frontality.</summary>
/// <param name="Time">When.</param>
/// <param name="Bbox">Where.</param>
/// <param name="Score">Detector's confidence, 0 to 1.</param>
/// <param name="Quality">Score, times size (1 from 112 pixels on), times frontality; 0 to 1.</param>
public sealed record VideoTrackBest(double Time, JobBox Bbox, double Score, double Quality);

/// <summary>Whom a track is like most of all, at or above the threshold.</summary>
/// <param name="Name">The point's field <c>name</c> or <c>label</c>, else the label of its picture in the media store, its first 80 characters; null where there is none.</param>
/// <param name="Similarity">Cosine.</param>
/// <param name="PointId">The point that it is like: an integer or a UUID.</param>
/// <param name="MediaStoreId">The picture of that point.</param>
public sealed record VideoTag(string? Name, double Similarity, JsonElement PointId, long MediaStoreId);

/// <summary>One face in one frame.</summary>
/// <param name="Time">When.</param>
/// <param name="Bbox">Where.</param>
/// <param name="Score">Detector's confidence, 0 to 1.</param>
/// <param name="TrackId">Whose.</param>
/// <param name="Tag">Name of the track's tag, or null.</param>
public sealed record VideoFaceDetection(double Time, JobBox Bbox, double Score, int TrackId, string? Tag);
