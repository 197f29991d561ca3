using Argus.Inference.Faces;

namespace Argus.Testing.Golden;

/// <summary>How far the faces found in one photo are from the reference.</summary>
public sealed record FaceComparison
{
    /// <summary>Reference faces, borderline ones aside, that were not found.</summary>
    public required int Missing { get; init; }

    /// <summary>Faces found, borderline ones aside, that the reference has not.</summary>
    public required int Extra { get; init; }

    /// <summary>Faces that both have, with the deviation of each.</summary>
    public required IReadOnlyList<Match> Matches { get; init; }

    /// <summary>Largest deviation of a box side, in parts of the face size.</summary>
    public double Box => Matches.Select(m => m.Box).DefaultIfEmpty().Max();

    /// <summary>Largest deviation of a landmark's coordinate, in parts of the face size.</summary>
    public double Points => Matches.Select(m => m.Points).DefaultIfEmpty().Max();

    /// <summary>Largest deviation of a score.</summary>
    public double Score => Matches.Select(m => m.Score).DefaultIfEmpty().Max();

    /// <summary>Compares by best overlap. A face within 0.03 of the threshold may come or go (DATA: borderline).</summary>
    public static FaceComparison Compare(IReadOnlyList<GoldenFace> expected, IReadOnlyList<Face> found, double threshold)
    {
        const double borderline = 0.03;
        var free = found.ToList();
        var matches = new List<Match>();
        int missing = 0;
        foreach (var reference in expected)
        {
            var face = free.MaxBy(f => Overlap(reference.Box, f.Box));
            if (face is not null && Overlap(reference.Box, face.Box) > 0.5)
            {
                free.Remove(face);
                matches.Add(Match.Of(reference, face));
            }
            else if (!reference.Borderline)
            {
                missing++;
            }
        }

        return new FaceComparison { Missing = missing, Extra = free.Count(f => f.Score > threshold + borderline), Matches = matches };
    }

    private static double Overlap(float[] a, Box b)
    {
        double w = Math.Min(a[2], b.X2) - Math.Max(a[0], b.X1), h = Math.Min(a[3], b.Y2) - Math.Max(a[1], b.Y1);
        if (w <= 0 || h <= 0)
            return 0;
        return w * h / ((a[2] - a[0]) * (double)(a[3] - a[1]) + b.Width * (double)b.Height - w * h);
    }

    /// <summary>One face that both have.</summary>
    public sealed record Match(GoldenFace Reference, Face Found, double Box, double Points, double Score, double Cosine)
    {
        internal static Match Of(GoldenFace reference, Face found)
        {
            float[] box = [found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2];
            double sides = Enumerable.Range(0, 4).Max(i => Math.Abs(box[i] - reference.Box[i])) / reference.Size;
            double points = 0;
            if (reference.Landmarks is { } landmarks && found.Landmarks is { } own)
            {
                for (int i = 0; i < 5; i++)
                    points = Math.Max(points, Math.Max(Math.Abs(own[i].X - landmarks[i][0]), Math.Abs(own[i].Y - landmarks[i][1])) / reference.Size);
            }

            double cosine = 1;
            if (reference.Embedding is { } a && found.Embedding is { } b)
                cosine = CosineOf(a, b);
            return new Match(reference, found, sides, points, Math.Abs(found.Score - reference.Score), cosine);
        }
    }

    /// <summary>Cosine similarity of two vectors.</summary>
    public static double CosineOf(float[] a, float[] b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += a[i] * (double)b[i];
            aa += a[i] * (double)a[i];
            bb += b[i] * (double)b[i];
        }

        return ab / Math.Sqrt(aa * bb);
    }
}
