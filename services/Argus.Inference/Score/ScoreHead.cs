using System.Text.Json;
using Argus.Contracts.Score;

namespace Argus.Inference.Score;

/// <summary>Tells a score of a face vector. Safe for concurrent use.</summary>
public abstract class ScoreHead : IDisposable
{
    private readonly double _low;
    private readonly double _high;

    private protected ScoreHead(ScoreHeadFile file) => (_low, _high) = (file.Low, file.High);

    /// <summary>Reads a head that somebody wrote.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="modelDigest">Digest of the model whose vectors will be scored.</param>
    /// <param name="dimension">Length of those vectors.</param>
    /// <param name="head">The head; null where something is wrong.</param>
    /// <returns>What is wrong with it, in one sentence; null where nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> json, string modelDigest, int dimension, out ScoreHead? head)
    {
        head = null;
        ScoreHeadFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json.StartsWith("\uFEFF"u8) ? json[3..] : json, ScoreJson.Default.ScoreHeadFile);
        }
        catch (JsonException e)
        {
            return $"It is not JSON in the form of a score head: {e.Message}";
        }

        if (WhyNot(file, modelDigest) is { } why)
            return why;
        return file!.Weights is null ? OnnxHead.Make(file, dimension, out head) : LinearHead.Make(file, dimension, out head);
    }

    /// <summary>The score, 0 to 100; not a number where the head gives none.</summary>
    /// <param name="vector">Of unit length, from the model that the head names.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public double Score(ReadOnlySpan<float> vector) => Math.Clamp(100 * ((Raw(vector) - _low) / (_high - _low)), 0, 100);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    private protected abstract double Raw(ReadOnlySpan<float> vector);

    private static string? WhyNot(ScoreHeadFile? file, string modelDigest) =>
        file?.ModelDigest is null || (file.Weights is null) == (file.Onnx is null) ? "It is not in the form of a score head: it needs model_digest, low, high, and either weights or onnx."
        : file.Version != 1 ? $"Its form is {file.Version}, and only 1 is known."
        : file.ModelDigest != modelDigest ? $"It belongs to the model {file.ModelDigest}, and this is {modelDigest}: a head knows the vectors of one model only."
        : !(file.High > file.Low) || !double.IsFinite(file.High - file.Low) ? "high must be above low."
        : null;
}
