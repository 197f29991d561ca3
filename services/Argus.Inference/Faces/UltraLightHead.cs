using System.Collections.Immutable;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>Ultra-Light RFB: scores (background, face) and corner boxes in parts of the canvas; no landmarks.</summary>
internal sealed class UltraLightHead : IDetectorHead
{
    private static readonly ImmutableArray<(int Step, int Anchors)> Levels = [(8, 3), (16, 2), (32, 2), (64, 3)];
    private readonly int _boxes, _scores;

    private UltraLightHead(int boxes, int scores) => (_boxes, _scores) = (boxes, scores);

    public bool HasLandmarks => false;

    public OverlapRule Overlap => OverlapRule.Canvas;

    /// <summary>Binds a graph's outputs, or null where one is missing.</summary>
    public static UltraLightHead? For(IReadOnlyList<TensorDescription> outputs)
    {
        var head = new UltraLightHead(HeadOutputs.OfWidth(outputs, 4), HeadOutputs.OfWidth(outputs, 2));
        return head._boxes < 0 || head._scores < 0 ? null : head;
    }

    public void Decode(SessionOutputs outputs, int canvasWidth, int canvasHeight, float threshold, List<Candidate> found)
    {
        int rows = Levels.Sum(level => level.Anchors * Cells(canvasWidth, level.Step) * Cells(canvasHeight, level.Step));
        var scores = outputs.Rows(_scores, rows, 2, "Ultra-Light");
        var boxes = outputs.Rows(_boxes, rows, 4, "Ultra-Light");
        for (int row = 0; row < rows; row++)
        {
            float score = scores[2 * row + 1];
            if (!(score >= threshold))
                continue;
            var b = boxes.Slice(row * 4, 4);
            found.Add(new Candidate(new Box(b[0] * canvasWidth, b[1] * canvasHeight, b[2] * canvasWidth, b[3] * canvasHeight), default, score, row));
        }
    }

    private static int Cells(int side, int step) => (side + step - 1) / step;
}
