using System.Collections.Immutable;
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
    private static readonly ImmutableArray<int> Steps = [8, 16, 32];
    private readonly int _boxes, _scores, _points;

    private RetinaFaceHead(int boxes, int scores, int points) => (_boxes, _scores, _points) = (boxes, scores, points);

    public bool HasLandmarks => true;

    public OverlapRule Overlap => OverlapRule.PicturePlusOne;

    /// <summary>Binds a graph's outputs, or null where one is missing.</summary>
    public static RetinaFaceHead? For(IReadOnlyList<TensorDescription> outputs)
    {
        var head = new RetinaFaceHead(HeadOutputs.OfWidth(outputs, 4), HeadOutputs.OfWidth(outputs, 2), HeadOutputs.OfWidth(outputs, 10));
        return head._boxes < 0 || head._scores < 0 || head._points < 0 ? null : head;
    }

    public void Decode(SessionOutputs outputs, int canvasWidth, int canvasHeight, float threshold, List<Candidate> found)
    {
        int rows = Steps.Sum(step => 2 * Cells(canvasWidth, step) * Cells(canvasHeight, step));
        var scores = outputs.Rows(_scores, rows, 2, "RetinaFace");
        var boxes = outputs.Rows(_boxes, rows, 4, "RetinaFace");
        var points = outputs.Rows(_points, rows, 10, "RetinaFace");
        int row = 0;
        foreach (int step in Steps)
        {
            int columns = Cells(canvasWidth, step);
            int cells = columns * Cells(canvasHeight, step);
            for (int i = 0; i < cells * 2; i++, row++)
            {
                if (scores[2 * row + 1] >= threshold)
                    found.Add(At(boxes.Slice(row * 4, 4), points.Slice(row * 10, 10), i / 2 % columns, i / 2 / columns, step, step * (i % 2 == 0 ? 2 : 4) * Growth(step), scores[2 * row + 1], row));
            }
        }
    }

    private static int Cells(int side, int step) => (side + step - 1) / step;

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
