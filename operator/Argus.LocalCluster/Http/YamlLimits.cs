using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Argus.LocalCluster.Http;

/// <summary>Bounds on what a YAML document may unfold to: a few bytes of anchors can stand for more than memory holds, or for themselves, and each level of nesting costs stack.</summary>
internal static class YamlLimits
{
    // As JSON has it here.
    private const int MaxDepth = 64;
    private const long MaxNodes = 1_000_000;
    private const string TooDeep = "yaml: exceeded max depth";

    /// <summary>Why the document goes too far, or null. Reads it once, without building anything.</summary>
    public static string? Check(string text)
    {
        var parser = new Parser(new StringReader(text));
        var unfolded = new Dictionary<AnchorName, (long Nodes, int Depth)>();
        var open = new Stack<Level>();
        long nodes = 0;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    open.Push(new Level(((NodeEvent)parser.Current).Anchor, nodes++, 1));
                    break;
                case MappingEnd or SequenceEnd:
                    var closed = open.Pop();
                    if (!closed.Anchor.IsEmpty)
                        unfolded[closed.Anchor] = (nodes - closed.Before, closed.Depth);
                    Deepen(open, closed.Depth);
                    break;
                case AnchorAlias alias when open.Any(level => level.Anchor == alias.Value):
                    return $"yaml: anchor '{alias.Value}' value contains itself";
                case AnchorAlias alias:
                    var (count, depth) = unfolded.GetValueOrDefault(alias.Value, (1, 0));
                    nodes += count;
                    if (open.Count + depth > MaxDepth)
                        return TooDeep;
                    Deepen(open, depth);
                    break;
                case Scalar scalar:
                    nodes++;
                    if (!scalar.Anchor.IsEmpty)
                        unfolded[scalar.Anchor] = (1, 0);
                    break;
            }
            if (open.Count > MaxDepth)
                return TooDeep;
            if (nodes > MaxNodes)
                return "yaml: document contains excessive aliasing";
        }
        return null;
    }

    private static void Deepen(Stack<Level> open, int depth)
    {
        if (open.TryPop(out var parent))
            open.Push(parent with { Depth = Math.Max(parent.Depth, depth + 1) });
    }

    /// <summary>A list or map that is not at its end.</summary>
    private readonly record struct Level(AnchorName Anchor, long Before, int Depth);
}
