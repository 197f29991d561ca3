using System.Numerics.Tensors;

namespace Argus.Inference.Sessions;

/// <summary>Compares a device's outputs with those of the CPU.</summary>
public static class NumericCheck
{
    /// <summary>Mean cosine to 32-bit outputs from which 16-bit arithmetic may serve.</summary>
    public const double Fp16Gate = 0.999;

    /// <summary>Cosine that 32-bit outputs of a device must reach in each tensor. TF32 reaches it, a wrong kernel does not.</summary>
    public const double Fp32Gate = 0.9999;

    /// <summary>Cosine similarity, -1 to 1; 1 for two vectors of zeros, 0 where one is zero or a value is not finite.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Cosine(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
            throw new ArgumentException($"{expected.Length} values cannot be compared with {actual.Length}.");
        double dot = 0, expectedSquare = 0, actualSquare = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            dot += (double)expected[i] * actual[i];
            expectedSquare += (double)expected[i] * expected[i];
            actualSquare += (double)actual[i] * actual[i];
        }

        if (expectedSquare == 0 && actualSquare == 0)
            return 1;
        double cosine = dot / Math.Sqrt(expectedSquare * actualSquare);
        return double.IsFinite(cosine) ? cosine : 0;
    }

    /// <summary>Cosine of each tensor.</summary>
    /// <exception cref="ArgumentException">The numbers of tensors or of their values differ.</exception>
    public static double[] Cosines(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual)
    {
        if (expected.Count != actual.Count)
            throw new ArgumentException($"{expected.Count} outputs cannot be compared with {actual.Count}.");
        return [.. expected.Select((e, i) => Cosine(e, actual[i]))];
    }

    /// <summary>Whether outputs pass for an arithmetic: 16 bit by the mean of the cosines, 32 bit by each.</summary>
    public static bool Passes(Precision precision, ReadOnlySpan<double> cosines) =>
        precision == Precision.Fp16 ? TensorPrimitives.Sum(cosines) / cosines.Length >= Fp16Gate : TensorPrimitives.Min(cosines) >= Fp32Gate;
}
