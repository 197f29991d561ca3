using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>Ultra-Light RFB: scores (background, face) and corner boxes in parts of the canvas; no landmarks.</summary>
internal sealed class UltraLightHead : IDetectorHead
{
    private readonly int _boxes, _scores;

    private UltraLightHead(int boxes, int scores) => (_boxes, _scores) = (boxes, scores);

    public bool HasLandmarks => false;

    public OverlapRule Overlap => OverlapRule.Canvas;

    /// <summary>Binds a graph's outputs, or null where one is missing.</summary>
    public static UltraLightHead? For(IReadOnlyList<TensorDescription> outputs)
    {
        int Find(int width) => outputs.Select((o, i) => o.Shape[^1] == width ? i : -1).Max();
        var head = new UltraLightHead(Find(4), Find(2));
        return head._boxes < 0 || head._scores < 0 ? null : head;
    }

    public void Decode(SessionOutputs outputs, int canvasWidth, int canvasHeight, float threshold, List<Candidate> found)
    {
        var scores = outputs.Floats(_scores);
        var boxes = outputs.Floats(_boxes);
        for (int row = 0; row < scores.Length / 2; row++)
        {
            float score = scores[2 * row + 1];
            if (score < threshold)
                continue;
            var b = boxes.Slice(row * 4, 4);
            found.Add(new Candidate(new Box(b[0] * canvasWidth, b[1] * canvasHeight, b[2] * canvasWidth, b[3] * canvasHeight), default, score, row));
        }
    }
}
