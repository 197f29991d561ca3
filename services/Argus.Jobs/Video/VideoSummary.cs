using Argus.Contracts.Faces;
using Argus.Contracts.Jobs;
using Argus.Jobs.Http;

namespace Argus.Jobs.Video;

/// <summary>What is known of a video, frame by frame.</summary>
/// <param name="wish">How it was asked for.</param>
internal sealed class VideoSummary(VideoFacesParameters wish)
{
    // A frame with more is a crowd, of which the smallest are no use.
    private const int MostFaces = 64;
    private const int MostReasons = 5;
    private readonly List<string> _reasons = [];

    /// <summary>Seconds between frames.</summary>
    public double Interval { get; } = wish.Interval ?? VideoFacesParameters.DefaultInterval;

    /// <summary>Cosine from which a track is tagged; null before the first frame.</summary>
    public double? Threshold { get; private set; } = wish.Threshold;

    /// <summary>The faces so far; null before the first frame.</summary>
    public FaceTracker? Tracker { get; private set; }

    /// <summary>The model's digest; null before the first frame.</summary>
    public string? Digest { get; private set; }

    public int Frames { get; private set; }

    public int Skipped { get; private set; }

    public int Faces { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Why frames were skipped.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>Adds a frame.</summary>
    /// <returns>Null, or why the job cannot go on.</returns>
    public Fault? Add(FrameAnswer answer)
    {
        if (answer.Note.Lost > 0)
            Skip("FFmpeg: frames are lost to damage.", answer.Note.Lost);
        if (answer.Fault is not null)
            return answer.Fault;
        if (answer.Skipped is { } reason)
        {
            Skip(reason, 1);
            return null;
        }

        var found = answer.Faces!;
        if (Begin(found, answer.Threshold) is { } fault)
            return fault;
        if (found.Faces.Any(face => face.Embedding is null))
            return Fault.Later("The model finds faces but gives no vectors: deploy one for the task face-embedding, with a pack that has a recognizer.");
        Frames++;
        Faces += Math.Min(MostFaces, found.Faces.Count);
        Tracker!.Add(answer.Note.Time, [.. found.Faces.Take(MostFaces).Select(face => (Sighting(face, answer.Note.Time), face.Embedding!))]);
        return null;
    }

    /// <summary>Whether not one frame could be used.</summary>
    public Fault? Judge() => Frames > 0 ? null
        : Fault.Final(Skipped == 0 ? "The video has no frame that can be read." : $"Not one of {Skipped} frames could be used: {string.Join(" ", _reasons)}");

    private Fault? Begin(DetectResponse found, float? modelThreshold)
    {
        if (Digest is null)
        {
            if (modelThreshold is null && wish.Threshold is null)
                return Fault.Final("The model states no threshold from which two faces are one person's: name one as threshold.");
            Threshold ??= Math.Round(modelThreshold!.Value, 6);
            Tracker = new(modelThreshold ?? wish.Threshold!.Value, Interval);
            (Digest, Width, Height) = (found.ModelDigest, found.ImageWidth, found.ImageHeight);
        }

        return found.ModelDigest == Digest ? null : Fault.Later("Another model took over in the middle of the video, and vectors of two models do not compare: done again from the beginning.");
    }

    private void Skip(string reason, int count)
    {
        Skipped += count;
        if (_reasons.Count < MostReasons && !_reasons.Contains(reason))
            _reasons.Add(reason);
    }

    private static FaceSighting Sighting(FaceBody face, double time) =>
        new(time, FaceBoxes.Of(face), FaceBoxes.Exact(face.DetScore), FaceQuality.Of(face));
}
