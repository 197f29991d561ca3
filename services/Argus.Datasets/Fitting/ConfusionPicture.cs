using System.Globalization;
using Argus.Inference.Classes;
using Argus.Inference.Imaging;

namespace Argus.Datasets.Fitting;

/// <summary>A confusion matrix as PNG: rows are true classes, columns found ones; the darker a cell, the larger its part of the row.</summary>
internal static class ConfusionPicture
{
    private const int Cell = 44;
    private const int Gap = 8;

    /// <summary>Draws it.</summary>
    public static byte[] Draw(ConfusionMatrix matrix)
    {
        int longest = matrix.Names.Max(n => n.Length);
        int margin = (longest * Glyphs.Advance) + (2 * Gap);
        int side = margin + (matrix.Names.Count * Cell) + Gap;
        var canvas = new Canvas(side, side);
        for (int row = 0; row < matrix.Names.Count; row++)
        {
            canvas.Write(matrix.Names[row], Gap, margin + (row * Cell) + ((Cell - Glyphs.Height) / 2), 0);
            canvas.WriteUpwards(matrix.Names[row], margin + (row * Cell) + ((Cell - Glyphs.Height) / 2), margin - Gap, 0);
            int total = matrix.Counts[row].Sum();
            for (int column = 0; column < matrix.Names.Count; column++)
            {
                int count = matrix.Counts[row][column];
                double part = total == 0 ? 0 : (double)count / total;
                int left = margin + (column * Cell);
                int top = margin + (row * Cell);
                canvas.Fill(left + 1, top + 1, Cell - 2, Cell - 2, (byte)(245 - (part * 215)));
                string text = count.ToString(CultureInfo.InvariantCulture);
                if (count > 0)
                    canvas.Write(text, left + ((Cell - (text.Length * Glyphs.Advance)) / 2), top + ((Cell - Glyphs.Height) / 2), part > 0.5 ? (byte)255 : (byte)0);
            }
        }

        return PngWriter.Encode(canvas.Rgb, side, side);
    }
}
