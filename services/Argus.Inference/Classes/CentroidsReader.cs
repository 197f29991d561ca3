using System.Text.Json;
using Argus.Contracts.Datasets;

namespace Argus.Inference.Classes;

/// <summary>Reads centroids that somebody wrote, and refuses those that do not belong to the model in use.</summary>
public static class CentroidsReader
{
    /// <summary>Bound on such a file, in bytes.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Reads a centroids.json.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="modelDigest">Digest of the model whose vectors will be compared.</param>
    /// <param name="dimension">Length of those vectors.</param>
    /// <param name="file">What it says; of use only where nothing is wrong.</param>
    /// <returns>What is wrong with it, in one sentence that says what to do; null where nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> json, string modelDigest, int dimension, out CentroidsFile file)
    {
        file = null!;
        try
        {
            if (json.StartsWith("\uFEFF"u8))
                json = json[3..];
            file = JsonSerializer.Deserialize(json, DatasetsJson.Default.CentroidsFile)!;
        }
        catch (JsonException e)
        {
            return $"They are not JSON in the form of centroids.json: {e.Message}";
        }

        if (file?.Classes is null || file.ModelDigest is null || file.Classes.Any(c => c is null || string.IsNullOrWhiteSpace(c.Name) || c.Vector is null))
            return "They are not in the form of centroids.json: a class needs a name and a vector.";
        if (CentroidClassifier.WhyNot(file) is { } why)
            return $"They cannot be used: {why}";
        if (file.ModelDigest != modelDigest)
            return $"They belong to the model {file.ModelDigest}, and this is {modelDigest}: vectors of two models do not compare. Make them anew with this model (argus classes fit, with --server where a server has it).";
        return file.Dimension == dimension ? null : $"Their vectors have {file.Dimension} values, and this model's {dimension}.";
    }
}
