using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>What a graph expects: NCHW float32, <c>(x - Mean) / Std</c> of 8-bit values per channel in <see cref="Color"/> order.</summary>
public sealed record InputContract
{
    /// <summary>Channel order of the tensor; <see cref="Mean"/> and <see cref="Std"/> are in this order too.</summary>
    public ColorOrder Color { get; init; } = ColorOrder.Rgb;

    /// <summary>Subtracted per channel, in 8-bit units (0 to 255).</summary>
    public ImmutableArray<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>Divides per channel, in 8-bit units; never 0.</summary>
    public ImmutableArray<float> Std { get; init; } = [1, 1, 1];

    /// <summary>Height in pixels the graph is fixed to, or 0 where it is free.</summary>
    public int Height { get; init; }

    /// <summary>Width in pixels the graph is fixed to, or 0 where it is free.</summary>
    public int Width { get; init; }

    /// <summary>Height and width must be multiples of this where they are free.</summary>
    public int MultipleOf { get; init; } = 32;

    /// <summary>How a picture is brought to the input's size.</summary>
    public FitMode Fit { get; init; } = FitMode.Letterbox;

    /// <summary>Rows that the graph takes in one run: 1 where it is fixed to one, 0 where it is free.</summary>
    public int Batch { get; init; }
}

/// <summary>Order of the colour channels.</summary>
public enum ColorOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,
}

/// <summary>How a picture is brought to the size of an input.</summary>
public enum FitMode
{
    /// <summary>Scaled with its aspect ratio, top left, the rest black (8-bit 0 before normalisation).</summary>
    Letterbox,

    /// <summary>Scaled to the input's size, aspect ratio not kept.</summary>
    Stretch,

    /// <summary>112 x 112 crop aligned by five landmarks (ArcFace template).</summary>
    AlignedFace,

    /// <summary>Square of 1.5 times the longer side of the face box around its centre, not turned.</summary>
    BoxFace,

    /// <summary>CLIP: short side to the input's size by antialiased bicubic (a = -0.5), centre crop.</summary>
    ShortSideCenterCrop,
}
