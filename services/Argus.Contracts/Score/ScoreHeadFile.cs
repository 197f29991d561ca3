using System.Text.Json.Serialization;

namespace Argus.Contracts.Score;

/// <summary>A head over face vectors (a JSON file), linear or a graph: its raw value is told as <c>100 (raw - low) / (high - low)</c>, cut off at 0 and 100.</summary>
public sealed record ScoreHeadFile
{
    /// <summary>Of this form; 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The model whose vectors it was made for: it knows no others.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>Of a linear head, whose raw value is <c>weights · vector + bias</c>: one weight a value of the vector. Null where <see cref="Onnx"/> is given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? Weights { get; init; }

    /// <summary>Added to the sum of a linear head.</summary>
    public double Bias { get; init; }

    /// <summary>An ONNX graph (base64): from one input of floats, 1 x the vector's length, to one float, the raw value. Null where <see cref="Weights"/> are given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Onnx { get; init; }

    /// <summary>The raw value that is told as 0.</summary>
    public required double Low { get; init; }

    /// <summary>The raw value that is told as 100; above <see cref="Low"/>.</summary>
    public required double High { get; init; }
}
