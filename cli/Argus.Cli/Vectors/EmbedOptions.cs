using Argus.Inference.Faces;

namespace Argus.Cli.Vectors;

/// <summary>What <c>argus embed</c> was asked for.</summary>
internal sealed record EmbedOptions
{
    /// <summary>The files, in the order of the output.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Vectors of whole pictures, not of faces.</summary>
    public bool Images { get; init; }

    /// <summary>Vectors of all faces, not of the largest only.</summary>
    public bool All { get; init; }

    /// <summary>Lines of JSON in place of a table.</summary>
    public bool Json { get; init; }

    /// <summary>The file that the vectors are written to, or null.</summary>
    public string? Out { get; init; }

    /// <summary>Which faces count.</summary>
    public AnalyzeRequest Request { get; init; } = AnalyzeRequest.All;
}
