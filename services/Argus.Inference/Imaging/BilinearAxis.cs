namespace Argus.Inference.Imaging;

/// <summary>
/// Taps of one axis of a bilinear resize as OpenCV's 8-bit INTER_LINEAR takes them: half-pixel centres, weights rounded to 1/2048.
/// </summary>
internal sealed class BilinearAxis
{
    private const int One = 2048;

    /// <param name="source">Pixels of the picture along the axis.</param>
    /// <param name="target">Pixels of the result along the axis.</param>
    /// <param name="atEdges">
    /// What happens where a tap falls outside: across, all weight goes to the edge pixel; down, both taps keep their weight and read the edge row
    /// (<see cref="First"/> may then be -1). OpenCV differs so between its axes, and the rounding shows it.
    /// </param>
    public BilinearAxis(int source, int target, EdgeWeights atEdges)
    {
        (Source, Target) = (source, target);
        First = new int[target];
        Weights = new int[target];
        double scale = 1.0 / ((double)target / source);
        for (int i = 0; i < target; i++)
        {
            float f = (float)((i + 0.5) * scale - 0.5);
            int s = (int)MathF.Floor(f);
            f -= s;
            if (atEdges == EdgeWeights.OnePixel && s < 0)
                (s, f) = (0, 0);
            if (atEdges == EdgeWeights.OnePixel && s >= source - 1)
                (s, f) = (source - 1, 0);
            First[i] = s;
            short near = (short)MathF.Round((1 - f) * One, MidpointRounding.ToEven);
            short far = (short)MathF.Round(f * One, MidpointRounding.ToEven);
            Weights[i] = (ushort)near | far << 16;
        }
    }

    public int Source { get; }

    public int Target { get; }

    /// <summary>First of the two source positions.</summary>
    public int[] First { get; }

    /// <summary>Weight of the first tap in the low 16 bits, of the second in the high 16 bits.</summary>
    public int[] Weights { get; }

    /// <summary>Weight of the first tap.</summary>
    public int Near(int i) => (short)Weights[i];

    /// <summary>Weight of the second tap.</summary>
    public int Far(int i) => Weights[i] >> 16;
}

/// <summary>Weights where a tap falls outside the picture.</summary>
internal enum EdgeWeights
{
    /// <summary>All to the edge pixel.</summary>
    OnePixel,

    /// <summary>As inside.</summary>
    Both,
}
