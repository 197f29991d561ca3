using Argus.Inference.Faces;

namespace Argus.Cli.Faces;

/// <summary>What <c>argus detect</c> was asked for.</summary>
internal sealed record DetectOptions
{
    /// <summary>The files, in the order of the output.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Lines of JSON in place of tables.</summary>
    public bool Json { get; init; }

    /// <summary>Folder for pictures with boxes, or null for none.</summary>
    public string? DrawFolder { get; init; }

    /// <summary>Which faces are kept.</summary>
    public AnalyzeRequest Request { get; init; } = AnalyzeRequest.All;
}
