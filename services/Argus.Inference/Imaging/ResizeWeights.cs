namespace Argus.Inference.Imaging;

/// <summary>For each pixel of a resized line: the first pixel it is made of, how many, and their weights as fractions of 2^22.</summary>
internal sealed class ResizeWeights
{
    /// <summary>Bits behind the point: 8 bits of value and 2 of overshoot leave 22 of 32.</summary>
    public const int Bits = 32 - 8 - 2;

    /// <summary>One half, added before the bits are cut.</summary>
    public const int Half = 1 << (Bits - 1);

    private const double Support = 2;
    private const double A = -0.5;
    private readonly int[] _weights;
    private readonly int _room;

    private ResizeWeights(int count, int room) =>
        (Starts, Counts, _weights, _room) = (new int[count], new int[count], new int[count * room], room);

    /// <summary>First source pixel by result pixel.</summary>
    public int[] Starts { get; }

    /// <summary>Number of source pixels by result pixel.</summary>
    public int[] Counts { get; }

    /// <summary>The weights of one result pixel.</summary>
    public ReadOnlySpan<int> Of(int index) => _weights.AsSpan(index * _room, Counts[index]);

    /// <summary>Weights of a part of a line.</summary>
    /// <param name="from">Pixels of the source line.</param>
    /// <param name="to">Pixels of the whole result line.</param>
    /// <param name="first">First result pixel that is wanted.</param>
    /// <param name="count">How many are wanted.</param>
    public static ResizeWeights Compute(int from, int to, int first, int count)
    {
        double scale = (double)from / to;
        double stretch = Math.Max(scale, 1);
        double support = Support * stretch;
        var weights = new ResizeWeights(count, (int)Math.Ceiling(support) * 2 + 1);
        double[] exact = new double[weights._room];
        for (int i = 0; i < count; i++)
        {
            double center = (first + i + 0.5) * scale;
            int start = Math.Max((int)(center - support + 0.5), 0);
            int taps = Math.Min((int)(center + support + 0.5), from) - start;
            double sum = 0;
            for (int t = 0; t < taps; t++)
                sum += exact[t] = Kernel((t + start - center + 0.5) * (1 / stretch));
            (weights.Starts[i], weights.Counts[i]) = (start, taps);
            for (int t = 0; t < taps; t++)
                weights._weights[i * weights._room + t] = Fixed(exact[t] / sum);
        }

        return weights;
    }

    private static int Fixed(double weight) => (int)(weight * (1 << Bits) + (weight < 0 ? -0.5 : 0.5));

    private static double Kernel(double x)
    {
        x = Math.Abs(x);
        return x < 1 ? ((A + 2) * x - (A + 3)) * x * x + 1
            : x < 2 ? (((x - 5) * x + 8) * x - 4) * A
            : 0;
    }
}
