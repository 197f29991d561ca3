namespace Argus.Inference.Faces;

/// <summary>A row of a detector that passed the threshold.</summary>
/// <param name="Box">On the canvas, then in the upright picture.</param>
/// <param name="Points">Five points in the same pixels; undefined where the head gives none.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Row">Position in the graph's outputs: breaks ties, so that the order never depends on the sort.</param>
internal readonly record struct Candidate(Box Box, Landmarks Points, float Score, int Row) : IComparable<Candidate>
{
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
}
