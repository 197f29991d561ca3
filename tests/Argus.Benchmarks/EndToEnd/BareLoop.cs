using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>
/// The limit: nothing but InferenceSession.Run on tensors that are there already: the detector at the shape that the engine uses for the picture, then
/// the recognizer once a face, two single-threaded runs side by side, on sessions with ONNX Runtime's default optimisations.
/// </summary>
internal sealed class BareLoop : Load
{
    private readonly InferenceSession _detector;
    private readonly InferenceSession _recognizer;
    private readonly OrtValue _canvas;
    private readonly OrtValue[] _crops;
    private readonly RunOptions _run;

    public BareLoop(ResolvedPack pack, byte[] photo)
    {
        // First, because loading an engine also says where ONNX Runtime's library is.
        using var engine = FaceEngine.Load(pack, new FaceEngineOptions());
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _run = new RunOptions();
        _detector = new InferenceSession(pack.Files[ModelRole.Detector].Path, options);
        _recognizer = new InferenceSession(pack.Files[ModelRole.Recognizer].Path, options);
        if (engine.Analyze(photo, AnalyzeRequest.All, out var analysis) is { } fault)
            throw new InvalidOperationException(fault.Detail);
        new ImageDecoder(new ImageLimits()).Decode(photo, int.MaxValue, out var picture);
        using (picture)
        {
            var canvas = Letterbox.Fit(picture!.FullWidth, picture.FullHeight, engine.Options.DetectorSize, engine.Options.DetectorSize).Cut(32);
            Shape = $"{canvas.CanvasHeight}x{canvas.CanvasWidth}";
            float[] pixels = new float[3 * canvas.CanvasWidth * canvas.CanvasHeight];
            LetterboxKernel.Run(picture, canvas, new Normalization(pack.Files[ModelRole.Detector].File.Input), pixels);
            _canvas = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, canvas.CanvasHeight, canvas.CanvasWidth]);
            _crops = [.. analysis!.Faces.Select(f => Crop(picture, f, pack.Files[ModelRole.Recognizer].File.Input))];
        }
    }

    public override string Name => "bare ONNX Runtime";

    public override int InFlight => Environment.ProcessorCount;

    /// <summary>Height and width of the detector's input.</summary>
    public string Shape { get; }

    /// <summary>Faces in the picture.</summary>
    public int Faces => _crops.Length;

    public override void Dispose()
    {
        _run.Dispose();
        _detector.Dispose();
        _recognizer.Dispose();
    }

    protected override void One(int thread)
    {
        _detector.Run(_run, _detector.InputNames, [_canvas], _detector.OutputNames).Dispose();
        foreach (var crop in _crops)
            _recognizer.Run(_run, _recognizer.InputNames, [crop], _recognizer.OutputNames).Dispose();
    }

    private static OrtValue Crop(Picture picture, Face face, InputContract input)
    {
        float[] pixels = new float[3 * 112 * 112];
        WarpKernel.Run(picture, FaceAlignment.ToCrop(face.Landmarks!.Value, 112), 112, new Normalization(input), pixels);
        return OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, 112, 112]);
    }
}
