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
    /// <exception cref="NotFiniteNumberException">The graph overflowed.</exception>
    public float[][] Embed(Picture picture, Affine[] toCrops, bool normalize, CancellationToken cancel) =>
        [.. _network.Run(picture, toCrops, cancel).Chunk(Dimension).Select(v => Finish(v, normalize))];

    /// <summary>Embeds a whole picture that is a crop already.</summary>
    /// <exception cref="NotFiniteNumberException">The graph overflowed.</exception>
    public float[] EmbedWhole(Picture picture, bool normalize, CancellationToken cancel) => Finish(_network.RunWhole(picture, cancel), normalize);

    // A vector without direction stays zero. One that is none must not pass: stored, it would be wrong for ever, and nobody would know.
    private float[] Finish(float[] vector, bool normalize)
    {
        float norm = TensorPrimitives.Norm<float>(vector);
        if (!float.IsFinite(norm))
            throw new NotFiniteNumberException($"{_network.Session.Name} answered a vector with values that are no numbers.", norm);
        if (normalize && norm > 0)
            TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }
}
