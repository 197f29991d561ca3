using System.Numerics.Tensors;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Images;

/// <summary>Turns whole pictures into vectors (CLIP). Safe for concurrent use.</summary>
public sealed class ImageEncoder : IDisposable
{
    private readonly ImageDecoder _decoder;
    private readonly InputContract _input;
    private readonly int _side;

    private ImageEncoder(ModelSession session, ModelFile file, ImageLimits limits)
    {
        (Session, Dimension, _input, _side) = (session, file.Output.Dimension, file.Input, file.Input.Height);
        _decoder = new ImageDecoder(limits);
    }

    /// <summary>Loads the image encoder of a pack.</summary>
    /// <exception cref="ModelLoadException">The graph does not load, or does not keep the manifest's contract.</exception>
    public static ImageEncoder Load(ResolvedPack pack, HardwareOptions hardware, ImageLimits limits)
    {
        if (!pack.Files.TryGetValue(ModelRole.ImageEncoder, out var resolved))
            throw new ModelLoadException($"The pack {pack.Pack.Name} has no image encoder.");
        var input = resolved.File.Input;
        if (input.Fit != FitMode.ShortSideCenterCrop || input.Height <= 0 || input.Height != input.Width)
            throw new ModelLoadException($"{resolved.File.Name}: the manifest must give a square input with fit {FitMode.ShortSideCenterCrop}, not {input.Width} x {input.Height} with {input.Fit}.");

        // A GPU shows by a run that it computes; on the CPU the check below is the first run, and tells a wrong contract in its own words.
        WarmInput[] warm = hardware.Target == HardwareTarget.Cpu ? [] : [WarmInput.Synthetic(1, 3, input.Height, input.Width)];
        var session = ModelSession.Load(resolved.Path, hardware, warm);
        try
        {
            var encoder = new ImageEncoder(session, resolved.File, limits);
            encoder.CheckOutput();
            return encoder;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The graph.</summary>
    public ModelSession Session { get; }

    /// <summary>Length of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>Encodes one picture.</summary>
    /// <returns>The fault of a bad picture, or null when <paramref name="embedding"/> is set (unit length).</returns>
    public ImageFault? Encode(ReadOnlySpan<byte> image, out float[]? embedding, CancellationToken cancel = default)
    {
        embedding = null;
        // Always in full: a scaled decode would not be exact to the preprocessing that the graph was trained with.
        if (_decoder.Decode(image, int.MaxValue, out var picture) is { } fault)
            return fault;
        using var tensor = FloatPool.Shared.Rent(3 * _side * _side);
        using (picture)
        {
            cancel.ThrowIfCancellationRequested();
            using var crop = ClipPreprocess.Crop(picture!, _side);
            ClipPreprocess.Normalize(crop, _input, tensor.Span(3 * _side * _side));
        }

        cancel.ThrowIfCancellationRequested();
        using var outputs = Session.Run(tensor, [1, 3, _side, _side]);
        embedding = ToUnitLength(outputs.Floats(0));
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    // Declared shapes may be free or wrong: a run tells.
    private void CheckOutput()
    {
        using var tensor = FloatPool.Shared.Rent(3 * _side * _side);
        tensor.Span(3 * _side * _side).Clear();
        try
        {
            using var outputs = Session.Run(tensor, [1, 3, _side, _side]);
            int found = outputs.Floats(0).Length;
            if (found != Dimension)
                throw new ModelLoadException($"{Session.Name} answers {found} values, the manifest says {Dimension}.");
        }
        catch (Microsoft.ML.OnnxRuntime.OnnxRuntimeException e)
        {
            throw new ModelLoadException($"{Session.Name} does not take 1 x 3 x {_side} x {_side}: {e.Message}", e);
        }
    }

    private static float[] ToUnitLength(ReadOnlySpan<float> values)
    {
        float norm = TensorPrimitives.Norm(values);
        float[] unit = new float[values.Length];
        TensorPrimitives.Divide(values, norm > 0 ? norm : 1, unit);
        return unit;
    }
}
