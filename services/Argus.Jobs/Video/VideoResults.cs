using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Vectors;

namespace Argus.Jobs.Video;

/// <summary>Puts a result together. It travels in events, so that its size has a bound.</summary>
internal static class VideoResults
{
    /// <summary>Most tracks of a result.</summary>
    public const int MostTracks = 1000;

    /// <summary>Most detections of a result.</summary>
    public const int MostDetections = 3000;

    // A broker of Kafka takes a million, by default.
    private const int MostBytes = 900_000;

    /// <summary>The tracks that are told of, by begin: all, or those that are seen in the most frames.</summary>
    public static IReadOnlyList<FaceTrack> Choose(IReadOnlyList<FaceTrack> all) => all.Count <= MostTracks ? all
        : [.. all.Index().OrderByDescending(one => one.Item.Sightings.Count).ThenBy(one => one.Index).Take(MostTracks).OrderBy(one => one.Index).Select(one => one.Item)];

    /// <summary>One track.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="track">The track.</param>
    /// <param name="tag">Whom it is like.</param>
    /// <param name="point">Its point; null where it is not stored.</param>
    public static VideoTrack Track(int number, FaceTrack track, VideoTag? tag, PointId? point) => new()
    {
        TrackId = number,
        Start = track.Sightings[0].Time,
        End = track.Last.Time,
        FrameCount = track.Sightings.Count,
        Best = new(track.Best.Time, track.Best.Box, track.Best.Score, Math.Round(track.Best.Quality, 6)),
        MeanSimilarity = Math.Round(track.MeanSimilarity, 6),
        Tag = tag,
        PointId = point is { } id ? Guid.Parse(id.ToString()) : null,
    };

    /// <summary>The text of a result, with as many detections as there is room for.</summary>
    /// <param name="result">Without detections.</param>
    /// <param name="tracks">Those that it tells of.</param>
    public static string Text(VideoFacesResult result, IReadOnlyList<FaceTrack> tracks)
    {
        for (int most = MostDetections; ; most /= 2)
        {
            var detections = Detections(tracks, result.Tracks, most);
            string text = JsonSerializer.Serialize(result with { Detections = detections }, ContractsJson.Default.VideoFacesResult);
            // It is of ASCII alone: other characters are escaped.
            if (text.Length <= MostBytes || detections.Count == 0)
                return text;
        }
    }

    /// <summary>The faces of all tracks by time: of each track the same part, its first face always; none where there is no room for that.</summary>
    private static IReadOnlyList<VideoFaceDetection> Detections(IReadOnlyList<FaceTrack> tracks, IReadOnlyList<VideoTrack> told, int most)
    {
        if (tracks.Count >= most)
            return [];
        int total = tracks.Sum(track => track.Sightings.Count);
        // Each track rounds up.
        int step = total <= most ? 1 : (int)Math.Ceiling(total / (double)(most - tracks.Count));
        return [.. tracks.Index()
            .SelectMany(one => one.Item.Sightings.Where((_, i) => i % step == 0).Select(face => new VideoFaceDetection(face.Time, face.Box, face.Score, one.Index, told[one.Index].Tag?.Name)))
            .OrderBy(face => face.Time).ThenBy(face => face.TrackId)];
    }
}
