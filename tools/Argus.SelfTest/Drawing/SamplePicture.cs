namespace Argus.SelfTest.Drawing;

/// <summary>The picture that comes with the pack.</summary>
public static class SamplePicture
{
    /// <summary>The face in it.</summary>
    public static DrawnFace Face { get; } = new(300, 225, 240, new FaceLook());

    /// <summary>640 x 480 pixels: a face in front of a hill and the sky.</summary>
    public static Canvas Draw()
    {
        var canvas = new Canvas(640, 480, new Rgb(190, 225, 245));
        foreach (var (x, y) in new[] { (90.0, 70.0), (560.0, 110.0) })
        {
            canvas.FillEllipse(x, y, 60, 22, new Rgb(255, 255, 255));
            canvas.FillEllipse(x + 30, y - 16, 34, 24, new Rgb(255, 255, 255));
        }

        canvas.FillEllipse(520, 620, 520, 300, new Rgb(120, 185, 110));
        canvas.FillEllipse(Face.X, 520, 175, 185, new Rgb(60, 110, 190));
        Face.Draw(canvas);
        return canvas;
    }
}
