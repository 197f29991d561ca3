namespace Argus.Inference.Faces;

/// <summary>How two boxes are compared when the weaker may be dropped.</summary>
internal enum OverlapRule
{
    /// <summary>In pixels of the picture, sides counted with one pixel more (SCRFD, RetinaFace): depends on the picture's size.</summary>
    PicturePlusOne,

    /// <summary>On the canvas, corner and size truncated to integers (OpenCV's NMSBoxes over Rect2i, YuNet).</summary>
    CanvasIntegers,

    /// <summary>On the canvas, plain.</summary>
    Canvas,
}

/// <summary>Greedy non-maximum suppression.</summary>
internal static class Suppression
{
    /// <summary>More candidates than this are cut to the best before they are compared: bounds the work at silly thresholds (OpenCV's topK).</summary>
    public const int TopK = 5000;

    /// <summary>Drops what is no box, sorts by score and removes every box whose overlap with a better one is above the threshold.</summary>
    public static void Run(List<Candidate> candidates, float threshold, OverlapRule rule)
    {
        candidates.RemoveAll(static c => !c.IsBox);
        candidates.Sort();
        if (candidates.Count > TopK)
            candidates.RemoveRange(TopK, candidates.Count - TopK);
        int kept = 0;
        for (int i = 0; i < candidates.Count; i++)
        {
            Candidate candidate = candidates[i];
            bool alone = true;
            for (int k = 0; k < kept && alone; k++)
                alone = !(Overlap(candidates[k].Box, candidate.Box, rule) > threshold);
            if (alone)
                candidates[kept++] = candidate;
        }

        candidates.RemoveRange(kept, candidates.Count - kept);
    }

    /// <summary>Intersection over union, 0 to 1.</summary>
    public static float Overlap(in Box a, in Box b, OverlapRule rule) => rule switch
    {
        OverlapRule.PicturePlusOne => Overlap(a, b, 1f),
        OverlapRule.CanvasIntegers => Overlap(Truncate(a), Truncate(b), 0f),
        _ => Overlap(a, b, 0f),
    };

    private static float Overlap(in Box a, in Box b, float pixel)
    {
        float width = Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1) + pixel;
        float height = Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1) + pixel;
        if (width <= 0 || height <= 0)
            return 0;
        float inner = width * height;
        float outer = (a.Width + pixel) * (a.Height + pixel) + (b.Width + pixel) * (b.Height + pixel) - inner;
        return outer > 0 ? inner / outer : 0;
    }

    private static Box Truncate(in Box box)
    {
        float x = MathF.Truncate(box.X1), y = MathF.Truncate(box.Y1);
        return new Box(x, y, x + MathF.Truncate(box.Width), y + MathF.Truncate(box.Height));
    }
}
