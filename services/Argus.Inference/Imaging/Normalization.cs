using Argus.Inference.Models;

namespace Argus.Inference.Imaging;

/// <summary>How 8-bit RGB becomes the planes of an NCHW tensor: plane <c>p</c> is <c>x * Scale + Offset</c> of channel <see cref="Channel"/>.</summary>
internal readonly struct Normalization
{
    private readonly bool _swap;
    private readonly float _scale0, _scale1, _scale2, _offset0, _offset1, _offset2;

    public Normalization(InputContract input)
    {
        _swap = input.Color == ColorOrder.Bgr;
        (_scale0, _scale1, _scale2) = (1 / input.Std[0], 1 / input.Std[1], 1 / input.Std[2]);
        (_offset0, _offset1, _offset2) = (-input.Mean[0] / input.Std[0], -input.Mean[1] / input.Std[1], -input.Mean[2] / input.Std[2]);
    }

    /// <summary>Factor of a plane.</summary>
    public float Scale(int plane) => plane switch { 0 => _scale0, 1 => _scale1, _ => _scale2 };

    /// <summary>What is added to a plane; also the value of a black pixel.</summary>
    public float Offset(int plane) => plane switch { 0 => _offset0, 1 => _offset1, _ => _offset2 };

    /// <summary>Which channel of the RGB picture a plane takes.</summary>
    public int Channel(int plane) => _swap ? 2 - plane : plane;
}
