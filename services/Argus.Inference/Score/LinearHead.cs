using System.Numerics.Tensors;
using Argus.Contracts.Score;

namespace Argus.Inference.Score;

/// <summary>A weighted sum.</summary>
internal sealed class LinearHead : ScoreHead
{
    private readonly float[] _weights;
    private readonly double _bias;

    private LinearHead(ScoreHeadFile file, float[] weights)
        : base(file) => (_weights, _bias) = (weights, file.Bias);

    /// <returns>Why it cannot be used, or null.</returns>
    public static string? Make(ScoreHeadFile file, int dimension, out ScoreHead? head)
    {
        head = null;
        float[] weights = file.Weights!;
        if (weights.Length != dimension)
            return $"It has {weights.Length} weights, and this model's vectors {dimension} values.";
        if (!weights.All(float.IsFinite) || !double.IsFinite(file.Bias))
            return "A weight or the bias is no number.";
        head = new LinearHead(file, weights);
        return null;
    }

    private protected override double Raw(ReadOnlySpan<float> vector) => TensorPrimitives.Dot(vector, _weights) + _bias;
}
