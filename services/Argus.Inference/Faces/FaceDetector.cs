using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>
/// One detector graph: a main pass at the detector's size; where a face may fill the picture a second one at 128 pixels, because detectors of this
/// kind lose faces above about 40 % of the picture (insightface#1518); and where asked for a third one at twice the size, for small faces.
/// </summary>
internal sealed class FaceDetector
{
    private const int BigFaceCanvas = 128;

    // A face this large in the main pass (in parts of the longer side) leaves no room for a larger one that was missed.
    private const float LargeEnough = 0.25f;

    // The 128-pixel pass is believed only about faces this large: smaller ones are the main pass's to find.
    private const float BigFace = 0.35f;

    // The pass at twice the size is believed only about faces up to this many pixels of the main canvas: the main pass finds larger ones better.
    private const float SmallFace = 32;

    private readonly ModelFile _file;
    private readonly FaceEngineOptions _options;
    private readonly IDetectorHead _head;
    private readonly Normalization _normalization;

    /// <exception cref="ModelLoadException">The graph's outputs are not those of the family that the manifest names.</exception>
    public FaceDetector(ModelFile file, ModelSession session, FaceEngineOptions options)
    {
        (_file, Session, _options) = (file, session, options);
        _normalization = new Normalization(_file.Input);
        _head = _file.Output.Family switch
        {
            ModelFamily.Scrfd => ScrfdHead.For(session.Outputs.Length),
            ModelFamily.YuNet => YuNetHead.For(session.Outputs),
            ModelFamily.RetinaFace => RetinaFaceHead.For(session.Outputs),
            ModelFamily.UltraLight => UltraLightHead.For(session.Outputs),
            _ => (IDetectorHead?)null,
        } ?? throw new ModelLoadException(
            $"{_file.Name} has {session.Outputs.Length} outputs ({string.Join(", ", session.Outputs.Select(o => o.Name))}): not a detector of the family {_file.Output.Family} that its manifest names.");
    }

    public ModelSession Session { get; }

    public bool HasLandmarks => _head.HasLandmarks;

    private bool FixedSize => _file.Input is { Height: > 0, Width: > 0 };

    /// <summary>Longer side, in pixels, that a picture needs so that detection loses nothing.</summary>
    public int LongSide => FixedSize ? Math.Max(_file.Input.Height, _file.Input.Width) : _options.SmallFaces == SmallFacePass.Always ? 2 * _options.DetectorSize : _options.DetectorSize;

    /// <summary>Finds faces, best score first, in pixels of the upright full picture.</summary>
    public List<Candidate> Detect(Picture picture, float? threshold, ref StageClock clock, CancellationToken cancel)
    {
        float score = threshold ?? _file.Output.ScoreThreshold;
        int longSide = Math.Max(picture.FullWidth, picture.FullHeight);
        var found = Pass(picture, MainCanvas(picture), score, ref clock);
        if (WantsBigFacePass(longSide, found))
        {
            cancel.ThrowIfCancellationRequested();
            Add(found, Pass(picture, Canvas(picture, BigFaceCanvas), score, ref clock), side => side >= BigFace * longSide);
        }

        if (!FixedSize && _options.SmallFaces == SmallFacePass.Always && longSide > _options.DetectorSize)
        {
            cancel.ThrowIfCancellationRequested();
            float most = SmallFace * longSide / _options.DetectorSize;
            Add(found, Pass(picture, Canvas(picture, 2 * _options.DetectorSize), score, ref clock), side => side <= most);
        }

        return found;
    }

    /// <summary>The canvas that a picture of this size is detected on: what a bare run of the graph would be given.</summary>
    public Letterbox MainCanvas(Picture picture)
    {
        var input = _file.Input;
        if (input.Fit == FitMode.Stretch)
            return Letterbox.Stretch(picture.FullWidth, picture.FullHeight, input.Width, input.Height);
        return FixedSize ? Letterbox.Fit(picture.FullWidth, picture.FullHeight, input.Width, input.Height) : Canvas(picture, _options.DetectorSize);
    }

    /// <summary>The shapes that pictures will come in on a GPU, where each costs a compilation.</summary>
    public static IEnumerable<(int Height, int Width)> Shapes(ModelFile file, FaceEngineOptions options)
    {
        if (file.Input is { Height: > 0, Width: > 0 })
            return [(file.Input.Height, file.Input.Width)];
        List<int> sides = [options.DetectorSize];
        if (options.BigFaces != BigFacePass.Never)
            sides.Add(BigFaceCanvas);
        if (options.SmallFaces == SmallFacePass.Always)
            sides.Add(2 * options.DetectorSize);
        return sides.SelectMany(side => options.Profile == EngineProfile.Exact ? [(side, side)] : ShapeBuckets.Canvases(side));
    }

    private Letterbox Canvas(Picture picture, int side)
    {
        var square = Letterbox.Fit(picture.FullWidth, picture.FullHeight, side, side);
        if (_options.Profile == EngineProfile.Exact)
            return square;
        if (!Session.IsOnDevice)
            return square.Cut(_file.Input.MultipleOf);
        var (height, width) = ShapeBuckets.CanvasFor(square.Height, square.Width, side);
        return square with { CanvasHeight = height, CanvasWidth = width };
    }

    private List<Candidate> Pass(Picture picture, in Letterbox canvas, float threshold, ref StageClock clock)
    {
        int size = 3 * canvas.CanvasWidth * canvas.CanvasHeight;
        using var input = FloatPool.Shared.Rent(size);
        LetterboxKernel.Run(picture, canvas, _normalization, input.Span(size));
        clock.Preprocessed();
        using var outputs = Session.Run(input, [1, 3, canvas.CanvasHeight, canvas.CanvasWidth]);
        clock.Inferred();

        var found = new List<Candidate>();
        _head.Decode(outputs, canvas.CanvasWidth, canvas.CanvasHeight, threshold, found);
        bool onCanvas = _head.Overlap != OverlapRule.PicturePlusOne;
        if (onCanvas)
            Suppression.Run(found, _file.Output.NmsThreshold, _head.Overlap);
        for (int i = 0; i < found.Count; i++)
            found[i] = found[i].Unscale(canvas.ScaleX, canvas.ScaleY);
        if (!onCanvas)
            Suppression.Run(found, _file.Output.NmsThreshold, _head.Overlap);
        clock.Postprocessed();
        return found;
    }

    private bool WantsBigFacePass(int longSide, List<Candidate> found)
    {
        if (FixedSize || _options.BigFaces == BigFacePass.Never || _options.DetectorSize <= 2 * BigFaceCanvas)
            return false;
        return _options.BigFaces == BigFacePass.Always || !found.Exists(c => Math.Max(c.Box.Width, c.Box.Height) >= LargeEnough * longSide);
    }

    // Faces of another pass join only where the passes before saw none: one face never moves because a pass was added.
    private void Add(List<Candidate> found, List<Candidate> more, Predicate<float> size)
    {
        foreach (var candidate in more)
        {
            if (size(Math.Max(candidate.Box.Width, candidate.Box.Height))
                && !found.Exists(c => Suppression.Overlap(c.Box, candidate.Box, OverlapRule.Canvas) > _file.Output.NmsThreshold))
                found.Add(candidate);
        }

        found.Sort();
    }
}
