using System.Numerics.Tensors;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>One recognizer graph: crop in, vector out.</summary>
internal sealed class FaceRecognizer
{
    private readonly Normalization _normalization;

    /// <exception cref="ModelLoadException">The graph does not keep the manifest's contract.</exception>
    public FaceRecognizer(ResolvedFile file, ModelSession session)
    {
        var input = file.File.Input;
        (Session, Size, Dimension) = (session, input.Height > 0 ? input.Height : 112, file.File.Output.Dimension);
        _normalization = new Normalization(input);
        if (Size % 112 != 0)
            throw new ModelLoadException($"{file.File.Name}: a recognizer's input is a multiple of 112 pixels, not {Size}.");
        int declared = session.Outputs[0].Shape[^1];
        if (declared > 0 && declared != Dimension)
            throw new ModelLoadException($"{file.File.Name} answers vectors of {declared} values; its manifest says {Dimension}.");
    }

    public ModelSession Session { get; }

    /// <summary>Side of the crop in pixels.</summary>
    public int Size { get; }

    /// <summary>Length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Cuts the crop that <paramref name="toCrop"/> (pixels of <paramref name="picture"/>) leads to and embeds it; not of unit length.</summary>
    public float[] Embed(Picture picture, in Affine toCrop, ref StageClock clock)
    {
        int values = 3 * Size * Size;
        using var crop = FloatPool.Shared.Rent(values);
        WarpKernel.Run(picture, toCrop, Size, _normalization, crop.Span(values));
        return Run(crop, ref clock);
    }

    /// <summary>Scales a whole picture to the crop and embeds it; not of unit length.</summary>
    public float[] EmbedWhole(Picture picture, ref StageClock clock)
    {
        int values = 3 * Size * Size;
        using var crop = FloatPool.Shared.Rent(values);
        LetterboxKernel.Run(picture, Letterbox.Stretch(picture.FullWidth, picture.FullHeight, Size, Size), _normalization, crop.Span(values));
        return Run(crop, ref clock);
    }

    /// <summary>Brings a vector to unit length; one without direction stays zero.</summary>
    public static void Normalize(Span<float> vector)
    {
        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
            TensorPrimitives.Divide(vector, norm, vector);
    }

    private float[] Run(FloatBuffer crop, ref StageClock clock)
    {
        clock.Preprocessed();
        using var outputs = Session.Run(crop, [1, 3, Size, Size]);
        float[] vector = outputs.Floats(0).ToArray();
        clock.Inferred();
        return vector;
    }
}
