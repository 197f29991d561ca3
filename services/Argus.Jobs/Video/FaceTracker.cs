using Argus.Contracts.Jobs;

namespace Argus.Jobs.Video;

/// <summary>
/// Joins faces of neighbouring frames into tracks. Who a face is like decides: at a cut another person stands where one stood before, and faces that cross are
/// told apart. Where it is helps to choose between alike ones, and over less than half a second carries a track through a moment in which the face is blurred.
/// The best pairs are joined first.
/// </summary>
/// <param name="samePerson">Cosine from which two vectors count as one person's.</param>
/// <param name="interval">Seconds between frames.</param>
internal sealed class FaceTracker(double samePerson, double interval)
{
    // In frames: a face may be missed in two and go on in the third.
    private const double LongestGap = 3.5;
    private const double Near = 0.5;
    private const double LeastOverlap = 0.3;
    private const double WorthOfOverlap = 0.5;

    // A crowd that is seen for hours has millions of short tracks.
    private const int MostEnded = 2 * VideoResults.MostTracks;
    private readonly List<FaceTrack> _all = [];
    private readonly List<FaceTrack> _active = [];

    /// <summary>How many there were so far.</summary>
    public int Count { get; private set; }

    /// <summary>Those of <see cref="Count"/> that may be among the longest <see cref="VideoResults.MostTracks"/>, by begin.</summary>
    public IReadOnlyList<FaceTrack> Tracks => _all;

    /// <summary>Adds the faces of a frame.</summary>
    /// <param name="time">Of the frame, no earlier than the one before.</param>
    /// <param name="faces">With vectors of unit length.</param>
    public void Add(double time, IReadOnlyList<(FaceSighting Face, float[] Vector)> faces)
    {
        _active.RemoveAll(track => time - track.Last.Time > LongestGap * interval);
        var pairs = new List<(double Worth, int Track, int Face)>();
        for (int t = 0; t < _active.Count; t++)
        {
            for (int f = 0; f < faces.Count; f++)
            {
                if (Worth(_active[t], time, faces[f]) is { } worth)
                    pairs.Add((worth, t, f));
            }
        }

        bool[] hasTrack = new bool[faces.Count], hasFace = new bool[_active.Count];
        foreach (var (_, t, f) in pairs.OrderByDescending(pair => pair.Worth))
        {
            if (hasFace[t] || hasTrack[f])
                continue;
            hasFace[t] = hasTrack[f] = true;
            _active[t].Add(faces[f].Face, faces[f].Vector);
        }

        for (int f = 0; f < faces.Count; f++)
        {
            if (hasTrack[f])
                continue;
            var track = new FaceTrack(faces[f].Face, faces[f].Vector);
            _all.Add(track);
            _active.Add(track);
            Count++;
        }

        if (_all.Count - _active.Count > MostEnded)
            Forget();
    }

    /// <summary>Intersection over union of two boxes, 0 to 1.</summary>
    public static double Overlap(JobBox one, JobBox other)
    {
        double width = Math.Min(one.X + one.Width, other.X + other.Width) - Math.Max(one.X, other.X);
        double height = Math.Min(one.Y + one.Height, other.Y + other.Height) - Math.Max(one.Y, other.Y);
        if (width <= 0 || height <= 0)
            return 0;
        double shared = width * height;
        return shared / ((one.Width * one.Height) + (other.Width * other.Height) - shared);
    }

    // Of what has ended nothing becomes longer any more.
    private void Forget()
    {
        var kept = VideoResults.Choose([.. _all.Except(_active)]).Concat(_active).ToHashSet();
        _all.RemoveAll(track => !kept.Contains(track));
    }

    /// <returns>Null where they do not belong together.</returns>
    private double? Worth(FaceTrack track, double time, (FaceSighting Face, float[] Vector) face)
    {
        double likeness = track.Likeness(face.Vector);
        bool isNear = time - track.Last.Time <= Near;
        double overlap = isNear ? Overlap(track.Last.Box, face.Face.Box) : 0;
        bool belongs = likeness >= samePerson || (overlap >= LeastOverlap && likeness >= samePerson / 2);
        return belongs ? likeness + (WorthOfOverlap * overlap) : null;
    }
}
