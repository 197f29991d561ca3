using System.Numerics.Tensors;

namespace Argus.Inference.Classes;

/// <summary>Combines vectors of one person.</summary>
public static class WeightedMean
{
    /// <summary>The mean direction of vectors of unit length: their weighted sum, scaled to unit length.</summary>
    /// <param name="vectors">At least one, all of one length.</param>
    /// <param name="weights">One each, above 0.</param>
    /// <returns>Of unit length; null where they cancel one another out.</returns>
    public static float[]? Of(IReadOnlyList<float[]> vectors, IReadOnlyList<double> weights)
    {
        double[] sum = new double[vectors[0].Length];
        foreach (var (vector, weight) in vectors.Zip(weights))
        {
            for (int i = 0; i < sum.Length; i++)
                sum[i] += weight * vector[i];
        }

        double norm = TensorPrimitives.Norm<double>(sum);
        return norm < 1e-6 ? null : [.. sum.Select(v => (float)(v / norm))];
    }
}
