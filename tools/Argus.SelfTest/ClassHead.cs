using System.Text.Json;
using System.Text.Json.Serialization;
using Argus.Contracts.Classes;
using Argus.Contracts.Datasets;

namespace Argus.SelfTest;

/// <summary>Centroids that point anywhere: they prove that classes are told and know nothing of faces.</summary>
internal static class ClassHead
{
    private const int Dimension = 128;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The file, for vectors of 128 values.</summary>
    /// <param name="model">Digest of the pack that it belongs to.</param>
    public static byte[] Build(string model)
    {
        var random = new SplitMix(15);
        var file = new CentroidsFile
        {
            ModelDigest = model,
            Dimension = Dimension,
            Temperature = 0.1,
            Classes = [.. FaceClassNames.Default.Select(name => new CentroidClass(name, 1, Direction(random)))],
        };
        return JsonSerializer.SerializeToUtf8Bytes(file, Json);
    }

    private static float[] Direction(SplitMix random)
    {
        double[] values = [.. Enumerable.Range(0, Dimension).Select(_ => random.Between(-1, 1))];
        double norm = Math.Sqrt(values.Sum(v => v * v));
        // Four decimals: a small file, and the same on every machine.
        return [.. values.Select(v => (float)Math.Round(v / norm, 4))];
    }
}
