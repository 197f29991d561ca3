using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Inference.Faces;

namespace Argus.Cli.Faces;

/// <summary>Options that say which faces count.</summary>
internal sealed class FaceOptions
{
    private readonly Option<int?> _minSize = NumberOption.Create("--min-size", "PIXELS", "Drop faces whose shorter side is below this many pixels.", 0, 1_000_000);
    private readonly Option<float?> _threshold = NumberOption.Create("--threshold", "SCORE", "Keep faces with at least this score, 0 to 1. Default: the pack's.", 0f, 1f);

    /// <summary>Each of them.</summary>
    public IReadOnlyList<Option> All => [_minSize, _threshold];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    /// <summary>What was typed.</summary>
    public AnalyzeRequest Read(ParseResult parsed) => new() { MinSize = parsed.GetValue(_minSize) ?? 0, Threshold = parsed.GetValue(_threshold) };
}
