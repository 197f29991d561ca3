using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

/// <summary>Decodes for asserts.</summary>
internal static class Decoding
{
    /// <summary>The pixels of a good picture.</summary>
    public static byte[] Pixels(byte[] file, int minLongSide = int.MaxValue)
    {
        var fault = new ImageDecoder(new ImageLimits()).Decode(file, minLongSide, out var picture);
        Assert.Null(fault);
        using (picture)
            return picture!.Bytes.ToArray();
    }

    /// <summary>The fault of a bad picture.</summary>
    public static ImageFault Fault(ReadOnlySpan<byte> file, ImageLimits? limits = null)
    {
        var fault = new ImageDecoder(limits ?? new ImageLimits()).Decode(file, int.MaxValue, out var picture);
        Assert.Null(picture);
        Assert.NotNull(fault);
        return fault;
    }
}
