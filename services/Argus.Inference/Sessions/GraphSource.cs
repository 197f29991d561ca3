using Argus.Inference.Sessions.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Sessions;

/// <summary>A graph on disk, or its rewritten bytes where a rewrite makes it faster.</summary>
internal sealed class GraphSource
{
    // Detectors are a few megabytes; what is larger is not worth a copy in memory to look for heads.
    private const long MostBytesToRewrite = 64 << 20;
    private readonly string _path;
    private readonly byte[]? _bytes;

    private GraphSource(string path, byte[]? bytes, bool fixedInputs) => (_path, _bytes, HasFixedInputs) = (path, bytes, fixedInputs);

    /// <summary>Whether every run has the same shapes, rows aside; false also where the file is too large to look.</summary>
    public bool HasFixedInputs { get; }

    /// <summary>Reads a file and rewrites it where that pays.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <exception cref="ModelLoadException">The file is not there or is no ONNX file.</exception>
    public static GraphSource Open(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytesToRewrite)
                return new GraphSource(path, null, fixedInputs: false);
            var model = new OnnxModel(File.ReadAllBytes(path));
            bool fixedInputs = model.HasFixedInputs;
            return new GraphSource(path, Rewrite(model), fixedInputs);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ModelLoadException($"{Path.GetFileName(path)} cannot be read as a graph: {e.Message}", e);
        }
    }

    /// <summary>A session on this graph.</summary>
    public InferenceSession CreateSession(SessionOptions options) =>
        _bytes is null ? new InferenceSession(_path, options) : new InferenceSession(_bytes, options);

    /// <summary>The graph with its heads joined and its batch dimension free, or null where it has no heads.</summary>
    internal static byte[]? Rewrite(OnnxModel model)
    {
        int changed = DetectorHeads.PutImagesOutside(model) + DetectorHeads.Join(model);
        if (changed == 0)
            return null;
        model.ForgetShapes();
        return model.ToBytes();
    }
}
