using Argus.Contracts.Faces;
using Argus.Inference.Imaging;

namespace Argus.Cli.Faces;

/// <summary>Draws boxes and landmarks of an answer onto the picture that it is about.</summary>
internal static class FaceDrawing
{
    private static readonly Color BoxColor = new(64, 220, 96);
    private static readonly Color PointColor = new(255, 64, 64);

    /// <summary>Writes the picture with its faces as PNG.</summary>
    /// <param name="encoded">A picture that <c>/detect</c> could read.</param>
    /// <param name="faces">What was found in it.</param>
    /// <param name="limits">The bounds it was read with.</param>
    /// <param name="path">The file; an old one is replaced.</param>
    public static void Save(ReadOnlySpan<byte> encoded, IEnumerable<FaceBody> faces, ImageLimits limits, string path)
    {
        if (new ImageDecoder(limits).Decode(encoded, int.MaxValue, out var picture) is { } fault)
            throw new InvalidDataException(fault.Detail);
        using Picture canvas = picture!;
        Draw(canvas, faces);
        File.WriteAllBytes(path, PngWriter.Encode(canvas.Bytes, canvas.Width, canvas.Height));
    }

    /// <summary>Draws every face; <paramref name="picture"/> is the upright picture at full size, what lies outside it is cut off.</summary>
    internal static void Draw(Picture picture, IEnumerable<FaceBody> faces)
    {
        int pen = Math.Max(2, Math.Max(picture.Width, picture.Height) / 320);
        foreach (var face in faces)
        {
            int[] box = [.. face.Bbox.Select(Round)];
            Frame(picture, box[0], box[1], box[2], box[3], pen);
            foreach (float[] point in face.Landmarks ?? [])
                Fill(picture, Round(point[0]) - pen, Round(point[1]) - pen, Round(point[0]) + pen, Round(point[1]) + pen, PointColor);
        }
    }

    private static int Round(float value) => (int)MathF.Round(value);

    private static void Frame(Picture picture, int x1, int y1, int x2, int y2, int pen)
    {
        Fill(picture, x1, y1, x2, y1 + pen, BoxColor);
        Fill(picture, x1, y2 - pen, x2, y2, BoxColor);
        Fill(picture, x1, y1, x1 + pen, y2, BoxColor);
        Fill(picture, x2 - pen, y1, x2, y2, BoxColor);
    }

    // From (x1, y1) up to, not including, (x2, y2).
    private static void Fill(Picture picture, int x1, int y1, int x2, int y2, Color color)
    {
        (x1, x2) = (Math.Clamp(x1, 0, picture.Width), Math.Clamp(x2, 0, picture.Width));
        (y1, y2) = (Math.Clamp(y1, 0, picture.Height), Math.Clamp(y2, 0, picture.Height));
        for (int y = y1; y < y2; y++)
        {
            Span<byte> row = picture.Bytes.Slice(y * picture.Stride, picture.Width * 3);
            for (int x = x1; x < x2; x++)
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = color;
        }
    }

    private readonly record struct Color(byte R, byte G, byte B);
}
