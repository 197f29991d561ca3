namespace Argus.Inference.Imaging;

/// <summary>Where a picture lands on a detector's canvas: scaled by one factor, top left.</summary>
/// <param name="Width">Width of the scaled picture on the canvas.</param>
/// <param name="Height">Height of the scaled picture on the canvas.</param>
/// <param name="CanvasWidth">Width of the tensor.</param>
/// <param name="CanvasHeight">Height of the tensor.</param>
/// <param name="ScaleX">Canvas pixels per pixel of the upright full picture, across.</param>
/// <param name="ScaleY">Canvas pixels per pixel of the upright full picture, down.</param>
internal readonly record struct Letterbox(int Width, int Height, int CanvasWidth, int CanvasHeight, double ScaleX, double ScaleY)
{
    /// <summary>Fits a picture into <paramref name="canvasWidth"/> x <paramref name="canvasHeight"/>, sizes truncated as the reference does (SCRFD.detect).</summary>
    public static Letterbox Fit(int width, int height, int canvasWidth, int canvasHeight)
    {
        double ratio = (double)height / width;
        int w, h;
        if (ratio > (double)canvasHeight / canvasWidth)
            (h, w) = (canvasHeight, Math.Max(1, (int)(canvasHeight / ratio)));
        else
            (w, h) = (canvasWidth, Math.Max(1, (int)(canvasWidth * ratio)));
        // One factor for both axes, from the height, as the reference: across it may be off by less than one canvas pixel.
        double scale = h > 1 ? (double)h / height : (double)w / width;
        return new Letterbox(w, h, canvasWidth, canvasHeight, scale, scale);
    }

    /// <summary>The same with the canvas cut to the smallest multiple of <paramref name="multiple"/> that holds the picture.</summary>
    public Letterbox Cut(int multiple) => this with
    {
        CanvasWidth = Math.Min(CanvasWidth, RoundUp(Width, multiple)),
        CanvasHeight = Math.Min(CanvasHeight, RoundUp(Height, multiple)),
    };

    /// <summary>Fills the canvas, aspect ratio not kept.</summary>
    public static Letterbox Stretch(int width, int height, int canvasWidth, int canvasHeight) =>
        new(canvasWidth, canvasHeight, canvasWidth, canvasHeight, (double)canvasWidth / width, (double)canvasHeight / height);

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
