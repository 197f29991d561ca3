using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>
/// YuNet (OpenCV face_detect.cpp): cls, obj, bbox and kps at strides 8, 16 and 32, one anchor a cell; score is the root of cls times obj. Bound by
/// the names that all its exports share.
/// </summary>
internal sealed class YuNetHead : IDetectorHead
{
    private const int Levels = 3;
    private readonly int[] _cls, _obj, _bbox, _kps;

    private YuNetHead(int[] cls, int[] obj, int[] bbox, int[] kps) => (_cls, _obj, _bbox, _kps) = (cls, obj, bbox, kps);

    public bool HasLandmarks => true;

    public OverlapRule Overlap => OverlapRule.CanvasIntegers;

    /// <summary>Binds a graph's outputs, or null where one is missing.</summary>
    public static YuNetHead? For(IReadOnlyList<TensorDescription> outputs)
    {
        int[] Find(string kind) => [.. Enumerable.Range(0, Levels).Select(l => IndexOf(outputs, $"{kind}_{8 << l}"))];
        int[][] all = [Find("cls"), Find("obj"), Find("bbox"), Find("kps")];
        return all.Any(indexes => indexes.Contains(-1)) ? null : new YuNetHead(all[0], all[1], all[2], all[3]);
    }

    public void Decode(SessionOutputs outputs, int canvasWidth, int canvasHeight, float threshold, List<Candidate> found)
    {
        int before = 0;
        // Neither factor exceeds 1, so a score can only count where cls alone reaches the square of the threshold; rounding may lift it by a bit.
        float least = threshold * threshold * (1 - 1e-6f);
        for (int level = 0; level < Levels; level++)
        {
            int stride = 8 << level;
            int columns = (canvasWidth + stride - 1) / stride;
            int rows = columns * ((canvasHeight + stride - 1) / stride);
            var cls = outputs.Rows(_cls[level], rows, 1, "YuNet");
            var obj = outputs.Rows(_obj[level], rows, 1, "YuNet");
            var boxes = outputs.Rows(_bbox[level], rows, 4, "YuNet");
            var points = outputs.Rows(_kps[level], rows, 10, "YuNet");
            for (int row = ScoreScan.Next(cls, 0, least); row >= 0; row = ScoreScan.Next(cls, row + 1, least))
            {
                float score = MathF.Sqrt(Math.Clamp(cls[row], 0, 1) * Math.Clamp(obj[row], 0, 1));
                // Clamped, an infinity would pass for a certain face.
                if (score >= threshold && float.IsFinite(cls[row] * obj[row]))
                    found.Add(At(boxes.Slice(row * 4, 4), points.Slice(row * 10, 10), row % columns, row / columns, stride, score, before + row));
            }

            before += rows;
        }
    }

    private static int IndexOf(IReadOnlyList<TensorDescription> outputs, string name)
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Name == name)
                return i;
        }

        return -1;
    }

    private static Candidate At(ReadOnlySpan<float> box, ReadOnlySpan<float> offsets, int column, int row, int stride, float score, int index)
    {
        float x = (column + box[0]) * stride, y = (row + box[1]) * stride;
        float halfWidth = MathF.Exp(box[2]) * stride / 2, halfHeight = MathF.Exp(box[3]) * stride / 2;
        Landmarks points = default;
        for (int i = 0; i < 5; i++)
            points[i] = new Point((offsets[2 * i] + column) * stride, (offsets[2 * i + 1] + row) * stride);
        return new Candidate(new Box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight), points, score, index);
    }
}
