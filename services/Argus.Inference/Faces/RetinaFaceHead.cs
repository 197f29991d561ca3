using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>
/// RetinaFace with the priors of the MobileNet-0.25 network: sizes 16 and 32, 64 and 128, 256 and 512 at steps 8, 16, 32; variances 0.1 and 0.2.
/// Outputs by width: boxes 4, scores 2 (background, face), landmarks 10.
/// </summary>
internal sealed class RetinaFaceHead : IDetectorHead
{
    private const float CentreVariance = 0.1f;
    private const float SizeVariance = 0.2f;
    private readonly int _boxes, _scores, _points;

    private RetinaFaceHead(int boxes, int scores, int points) => (_boxes, _scores, _points) = (boxes, scores, points);

    public bool HasLandmarks => true;

    public OverlapRule Overlap => OverlapRule.PicturePlusOne;

    /// <summary>Binds a graph's outputs, or null where one is missing.</summary>
    public static RetinaFaceHead? For(IReadOnlyList<TensorDescription> outputs)
    {
        int Find(int width) => outputs.Select((o, i) => o.Shape[^1] == width ? i : -1).Max();
        var head = new RetinaFaceHead(Find(4), Find(2), Find(10));
        return head._boxes < 0 || head._scores < 0 || head._points < 0 ? null : head;
    }

    public void Decode(SessionOutputs outputs, int canvasWidth, int canvasHeight, float threshold, List<Candidate> found)
    {
        var scores = outputs.Floats(_scores);
        var boxes = outputs.Floats(_boxes);
        var points = outputs.Floats(_points);
        int row = 0;
        for (int step = 8; step <= 32; step *= 2)
        {
            int columns = (canvasWidth + step - 1) / step;
            int cells = columns * ((canvasHeight + step - 1) / step);
            if (scores.Length < (row + cells * 2) * 2)
                throw new ModelLoadException($"The detector answered {scores.Length / 2} rows for {canvasWidth} x {canvasHeight}, too few for RetinaFace.");
            for (int i = 0; i < cells * 2; i++, row++)
            {
                if (scores[2 * row + 1] >= threshold)
                    found.Add(At(boxes.Slice(row * 4, 4), points.Slice(row * 10, 10), i / 2 % columns, i / 2 / columns, step, step * (i % 2 == 0 ? 2 : 4) * Growth(step), scores[2 * row + 1], row));
            }
        }
    }

    // 16, 64, 256 at steps 8, 16, 32: the smaller prior is 2, 4, 8 steps wide.
    private static int Growth(int step) => step / 8;

    private static Candidate At(ReadOnlySpan<float> box, ReadOnlySpan<float> offsets, int column, int row, int step, float prior, float score, int index)
    {
        float cx = (column + 0.5f) * step, cy = (row + 0.5f) * step;
        float x = cx + box[0] * CentreVariance * prior, y = cy + box[1] * CentreVariance * prior;
        float halfWidth = prior * MathF.Exp(box[2] * SizeVariance) / 2, halfHeight = prior * MathF.Exp(box[3] * SizeVariance) / 2;
        Landmarks points = default;
        for (int i = 0; i < 5; i++)
            points[i] = new Point(cx + offsets[2 * i] * CentreVariance * prior, cy + offsets[2 * i + 1] * CentreVariance * prior);
        return new Candidate(new Box(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight), points, score, index);
    }
}
