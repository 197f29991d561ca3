using Argus.Contracts.Faces;
using Argus.Contracts.Images;

namespace Argus.Cli.Remote;

/// <summary>What an answer must hold before it is shown, drawn or written: JSON alone promises neither lengths nor values.</summary>
internal static class AnswerCheck
{
    private const int MaxSide = 1 << 24;
    private const string NoDigest = "The model's digest is none.";

    /// <summary>What is wrong with an answer, or null.</summary>
    public static string? Of(DetectResponse answer)
    {
        if (answer.Faces is null || answer.Faces.Any(face => face?.Bbox is null))
            return "A field that must be there is null.";
        if (!IsDigest(answer.ModelDigest))
            return NoDigest;
        if (answer.ImageWidth is < 0 or > MaxSide || answer.ImageHeight is < 0 or > MaxSide)
            return "The size of the picture is none.";
        foreach (var face in answer.Faces)
        {
            if (face.Bbox.Length != 4 || !face.Bbox.All(IsPlace))
                return "A box is not four numbers.";
            if (face.Landmarks?.All(point => point is { Length: 2 } && point.All(IsPlace)) == false)
                return "A landmark is not two numbers.";
            if (face.Gender is not (null or "M" or "F"))
                return "A gender is neither M nor F.";
            if (face.Embedding is { } vector && !IsVector(vector))
                return "A vector is empty or not of numbers.";
        }

        return null;
    }

    /// <inheritdoc cref="Of(DetectResponse)"/>
    public static string? Of(ImageEmbeddingResponse answer) =>
        answer.Embedding is null ? "A field that must be there is null."
        : !IsDigest(answer.ModelDigest) ? NoDigest
        : IsVector(answer.Embedding) ? null : "The vector is empty or not of numbers.";

    /// <inheritdoc cref="Of(DetectResponse)"/>
    public static string? Of(VerifyResponse answer)
    {
        if (answer.Face1?.Bbox is null || answer.Face2?.Bbox is null)
            return "A field that must be there is null.";
        if (answer.Face1.Bbox.Length != 4 || answer.Face2.Bbox.Length != 4)
            return "A box is not four numbers.";
        if (!IsDigest(answer.ModelDigest))
            return NoDigest;
        return float.IsFinite(answer.Similarity) && float.IsFinite(answer.Threshold) ? null : "The similarity is no number.";
    }

    // It is shown as it is, on a terminal that obeys control characters.
    private static bool IsDigest(string? digest) => digest is { Length: > 0 and <= 200 } && digest.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-' or '_' or '.');

    private static bool IsVector(float[] values) => values.Length > 0 && values.All(float.IsFinite);

    // Beyond that a float cannot be counted in pixels.
    private static bool IsPlace(float value) => MathF.Abs(value) < MaxSide;
}
