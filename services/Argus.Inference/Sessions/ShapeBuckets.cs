using System.Collections.Immutable;

namespace Argus.Inference.Sessions;

/// <summary>The few shapes that a GPU is given: each new one costs a search for kernels or a compilation, and memory of its own.</summary>
public static class ShapeBuckets
{
    /// <summary>Rows of a recognizer run; fewer crops are filled up.</summary>
    public static ImmutableArray<int> Rows { get; } = [1, 4, 16, 64];

    /// <summary>The smallest bucket for a number of rows; the largest where there are more.</summary>
    public static int RowsFor(int rows) => Rows.FirstOrDefault(b => b >= rows, Rows[^1]);

    /// <summary>Detector canvases for a side: square, 4:3 and 16:9, lying and standing; every side a multiple of 32.</summary>
    /// <param name="side">Side of the square canvas in pixels, a multiple of 32.</param>
    public static ImmutableArray<(int Height, int Width)> Canvases(int side)
    {
        int classic = RoundUp(side * 3 / 4), wide = RoundUp(side * 9 / 16);
        return [.. new[] { (wide, side), (side, wide), (classic, side), (side, classic), (side, side) }.Distinct()];
    }

    /// <summary>The smallest canvas that a scaled picture fits on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The picture is larger than the square.</exception>
    public static (int Height, int Width) CanvasFor(int height, int width, int side)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(height, width), side);
        return Canvases(side).Where(c => c.Height >= height && c.Width >= width).MinBy(c => c.Height * c.Width);
    }

    private static int RoundUp(int pixels) => (pixels + 31) / 32 * 32;
}
