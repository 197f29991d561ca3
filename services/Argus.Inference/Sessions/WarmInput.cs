using System.Collections.Immutable;

namespace Argus.Inference.Sessions;

/// <summary>Values to run before Ready, and to compare a device with the CPU on.</summary>
/// <param name="Values">As many values as <paramref name="Shape"/> has, in the range that the graph expects.</param>
/// <param name="Shape">NCHW.</param>
public sealed record WarmInput(ImmutableArray<float> Values, ImmutableArray<long> Shape)
{
    /// <summary>Repeatable values between -1 and 1; sums of neighbours, so that they look more like a picture than noise does.</summary>
    public static WarmInput Synthetic(params ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long dimension in shape)
            count *= dimension;
        var random = new Random(7);
        var values = new float[count];
        float level = 0;
        for (int i = 0; i < values.Length; i++)
            values[i] = level = (0.9f * level) + (0.1f * ((2 * random.NextSingle()) - 1));
        return new WarmInput([.. values], [.. shape]);
    }
}
