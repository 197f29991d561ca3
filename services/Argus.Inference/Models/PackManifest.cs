using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Argus.Inference.Models;

/// <summary>Reads ModelPack manifests: YAML in the form of a Kubernetes resource.</summary>
public static class PackManifest
{
    /// <summary>apiVersion of a manifest.</summary>
    public const string ApiVersion = "argus.dev/v1alpha1";

    /// <summary>kind of a manifest.</summary>
    public const string Kind = "ModelPack";

    private const int MaxBytes = 256 * 1024;
    private const int MaxDepth = 16;

    /// <summary>Reads a manifest from a file; a file that cannot be read is a violation too.</summary>
    public static PackManifestResult ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > MaxBytes)
                return Refuse(path, $"is larger than {MaxBytes} bytes, so it is no manifest.");
            return Parse(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(path, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads a manifest; every violation is reported at once.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="folder">Where files may lie beside the manifest, or null.</param>
    public static PackManifestResult Parse(string yaml, string? folder = null)
    {
        YamlStream stream = [];
        try
        {
            // The object model is built recursively: depth is bounded before it, or a hostile text would end the process.
            if (IsTooDeep(yaml))
                return Refuse("document", $"is nested deeper than {MaxDepth} levels.");
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            return Refuse($"line {e.Start.Line}, column {e.Start.Column}", $"is not YAML: {e.Message}");
        }

        if (stream.Documents.Count != 1)
            return Refuse("document", $"must be one YAML document, not {stream.Documents.Count}.");

        List<Violation> violations = [];
        var pack = PackMapper.Map(new ManifestNode(stream.Documents[0].RootNode, "", violations));
        return violations.Count == 0
            ? new PackManifestResult(pack with { Folder = folder }, [])
            : new PackManifestResult(null, [.. violations]);
    }

    private static bool IsTooDeep(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > MaxDepth)
                return true;
        }

        return false;
    }

    private static PackManifestResult Refuse(string path, string message) => new(null, [new Violation(path, message)]);
}
