using Argus.Inference.Imaging;
using Argus.Inference.Models;

namespace Argus.Inference.Images;

/// <summary>CLIP's picture preprocessing: short side to the input's size by antialiased bicubic, centre crop, normalised NCHW.</summary>
internal static unsafe class ClipPreprocess
{
    /// <summary>The square crop of <paramref name="side"/> pixels.</summary>
    public static Picture Crop(Picture picture, int side)
    {
        int shorter = Math.Min(picture.Width, picture.Height);
        // The longer side is cut to a whole number, as torchvision does.
        int width = (int)((long)side * picture.Width / shorter);
        int height = (int)((long)side * picture.Height / shorter);
        return BicubicResize.Resize(picture, width, height, new CropBox(Margin(width, side), Margin(height, side), side, side));
    }

    /// <summary>Writes <c>(x - mean) / std</c> plane by plane.</summary>
    /// <param name="crop">Pixels of the input's size.</param>
    /// <param name="contract">Colour order, mean and standard deviation in 8-bit units.</param>
    /// <param name="tensor">Room for 3 planes.</param>
    public static void Normalize(Picture crop, InputContract contract, Span<float> tensor)
    {
        int plane = crop.Width * crop.Height;
        // 256 values at most stand in a channel: they are computed once.
        Span<float> table = stackalloc float[256];
        for (int channel = 0; channel < 3; channel++)
        {
            for (int value = 0; value < table.Length; value++)
                table[value] = (value - contract.Mean[channel]) / contract.Std[channel];
            byte* from = crop.Pixels + (contract.Color == ColorOrder.Rgb ? channel : 2 - channel);
            var to = tensor.Slice(channel * plane, plane);
            for (int i = 0; i < to.Length; i++)
                to[i] = table[from[3 * i]];
        }
    }

    // Halves go to the even number, as Python rounds.
    private static int Margin(int size, int side) => (int)Math.Round((size - side) / 2.0, MidpointRounding.ToEven);
}
