using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>
/// SCRFD (insightface scrfd.py): all scores by stride, then all box distances, then all keypoints. 6 or 9 outputs: strides 8 to 32, two anchors a
/// cell; 10 or 15: strides 8 to 128, one anchor. Bound by position: names differ from export to export. Rank 2 or, with a leading 1, rank 3.
/// </summary>
internal sealed class ScrfdHead : IDetectorHead
{
    private readonly int _levels;
    private readonly int _anchors;

    private ScrfdHead(int levels, int anchors, bool landmarks) => (_levels, _anchors, HasLandmarks) = (levels, anchors, landmarks);

    public bool HasLandmarks { get; }

    public OverlapRule Overlap => OverlapRule.PicturePlusOne;

    /// <summary>The layout that a number of outputs means, or null where there is none.</summary>
    public static ScrfdHead? For(int outputs) => outputs switch
    {
        6 => new(3, 2, false),
        9 => new(3, 2, true),
        10 => new(5, 1, false),
        15 => new(5, 1, true),
        _ => null,
    };

    public void Decode(SessionOutputs outputs, int canvasWidth, int canvasHeight, float threshold, List<Candidate> found)
    {
        int before = 0;
        for (int level = 0; level < _levels; level++)
        {
            int stride = 8 << level;
            int columns = (canvasWidth + stride - 1) / stride;
            int rows = columns * ((canvasHeight + stride - 1) / stride) * _anchors;
            var scores = outputs.Rows(level, rows, 1, "SCRFD");
            var boxes = outputs.Rows(_levels + level, rows, 4, "SCRFD");
            var points = HasLandmarks ? outputs.Rows(2 * _levels + level, rows, 10, "SCRFD") : default;
            for (int row = ScoreScan.Next(scores, 0, threshold); row >= 0; row = ScoreScan.Next(scores, row + 1, threshold))
            {
                int cell = row / _anchors;
                float x = cell % columns * stride, y = cell / columns * stride;
                found.Add(new Candidate(BoxAt(boxes.Slice(row * 4, 4), x, y, stride), HasLandmarks ? PointsAt(points.Slice(row * 10, 10), x, y, stride) : default, scores[row], before + row));
            }

            before += rows;
        }
    }

    private static Box BoxAt(ReadOnlySpan<float> distances, float x, float y, int stride) =>
        new(x - distances[0] * stride, y - distances[1] * stride, x + distances[2] * stride, y + distances[3] * stride);

    private static Landmarks PointsAt(ReadOnlySpan<float> offsets, float x, float y, int stride)
    {
        Landmarks points = default;
        for (int i = 0; i < 5; i++)
            points[i] = new Point(x + offsets[2 * i] * stride, y + offsets[2 * i + 1] * stride);
        return points;
    }
}
