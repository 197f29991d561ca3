using System.Numerics.Tensors;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>One recognizer graph: aligned crops in, vectors out.</summary>
internal sealed class FaceRecognizer
{
    private readonly CropNetwork _network;

    /// <exception cref="ModelLoadException">The graph does not keep the manifest's contract.</exception>
    public FaceRecognizer(ModelFile file, ModelSession session, WorkerPool? pool)
    {
        _network = new CropNetwork(file, session, file.Output.Dimension, pool);
        if (Size % 112 != 0)
            throw new ModelLoadException($"{file.Name}: a recognizer takes crops of 112 pixels or a multiple, not {Size}.");
    }

    /// <summary>Side of a crop in pixels.</summary>
    public int Size => _network.Size;

    /// <summary>Length of a vector.</summary>
    public int Dimension => _network.VectorLength;

    /// <summary>Embeds the crops that <paramref name="toCrops"/> (pixels of <paramref name="picture"/>) lead to; unit length where asked for.</summary>
    public float[][] Embed(Picture picture, Affine[] toCrops, bool normalize, CancellationToken cancel) =>
        [.. _network.Run(picture, toCrops, cancel).Chunk(Dimension).Select(v => normalize ? Normalize(v) : v)];

    /// <summary>Embeds a whole picture that is a crop already.</summary>
    public float[] EmbedWhole(Picture picture, bool normalize, CancellationToken cancel)
    {
        float[] vector = _network.RunWhole(picture, cancel);
        return normalize ? Normalize(vector) : vector;
    }

    // A vector without direction stays zero.
    private static float[] Normalize(float[] vector)
    {
        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
            TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }
}
