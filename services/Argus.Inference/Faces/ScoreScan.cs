using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Argus.Inference.Faces;

/// <summary>Finds the few scores that count among thousands.</summary>
internal static class ScoreScan
{
    /// <summary>Index of the first value at or above the threshold from <paramref name="start"/> on, or -1.</summary>
    public static int Next(ReadOnlySpan<float> scores, int start, float threshold)
    {
        int i = start;
        var limit = Vector256.Create(threshold);
        for (; i + 8 <= scores.Length; i += 8)
        {
            uint hits = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(scores), (nuint)i), limit).ExtractMostSignificantBits();
            if (hits != 0)
                return i + BitOperations.TrailingZeroCount(hits);
        }

        for (; i < scores.Length; i++)
        {
            if (scores[i] >= threshold)
                return i;
        }

        return -1;
    }
}
