namespace Argus.Inference.Faces;

/// <summary>A row of a detector that passed the threshold.</summary>
/// <param name="Box">On the canvas, then in the upright picture.</param>
/// <param name="Points">Five points in the same pixels; undefined where the head gives none.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Row">Position in the graph's outputs: breaks ties, so that the order never depends on the sort.</param>
internal readonly record struct Candidate(Box Box, Landmarks Points, float Score, int Row) : IComparable<Candidate>
{
    // Beyond it a float no longer counts single pixels, and areas come near to overflow.
    private const float Farthest = 1 << 24;

    /// <summary>Whether this can be a face at all: a graph that overflows, or that is none of its family, answers infinities and NaN.</summary>
    public bool IsBox => float.IsFinite(Score) && IsNear(Box.X1) && IsNear(Box.Y1) && IsNear(Box.X2) && IsNear(Box.Y2)
        && Box.X1 < Box.X2 && Box.Y1 < Box.Y2 && ArePointsNear;

    private bool ArePointsNear
    {
        get
        {
            bool near = true;
            for (int i = 0; i < 5; i++)
                near &= IsNear(Points[i].X) && IsNear(Points[i].Y);
            return near;
        }
    }

    /// <summary>Higher score first, then the earlier row.</summary>
    public int CompareTo(Candidate other)
    {
        int byScore = other.Score.CompareTo(Score);
        return byScore != 0 ? byScore : Row.CompareTo(other.Row);
    }

    /// <summary>From canvas to picture.</summary>
    public Candidate Unscale(double scaleX, double scaleY)
    {
        float x = (float)(1 / scaleX), y = (float)(1 / scaleY);
        Landmarks points = Points;
        for (int i = 0; i < 5; i++)
            points[i] = new Point(points[i].X * x, points[i].Y * y);
        return this with { Box = new Box(Box.X1 * x, Box.Y1 * y, Box.X2 * x, Box.Y2 * y), Points = points };
    }

    // False for NaN, too.
    private static bool IsNear(float value) => MathF.Abs(value) <= Farthest;
}
