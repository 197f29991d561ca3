using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Testing;
using BenchmarkDotNet.Attributes;

namespace Argus.Benchmarks.Micro;

/// <summary>From bytes to tensors, one thread.</summary>
[MemoryDiagnoser]
public class PictureBenchmarks
{
    private static readonly InputContract Scrfd = new() { Mean = [127.5f, 127.5f, 127.5f], Std = [128, 128, 128] };
    private readonly ImageDecoder _decoder = new(new ImageLimits());
    private readonly float[] _canvas = new float[3 * 640 * 640];
    private readonly float[] _crop = new float[3 * 112 * 112];
    private byte[] _bytes = [];
    private Picture _picture = null!;

    [Params("phone_exif6.jpg", "t1.jpg", "group19.jpg")]
    public string Photo { get; set; } = "";

    [GlobalSetup]
    public void Load()
    {
        _bytes = File.ReadAllBytes(TestData.At("photos", Photo));
        _decoder.Decode(_bytes, int.MaxValue, out var picture);
        _picture = picture!;
    }

    [GlobalCleanup]
    public void Free() => _picture.Dispose();

    [Benchmark]
    public void Decode()
    {
        _decoder.Decode(_bytes, int.MaxValue, out var picture);
        picture!.Dispose();
    }

    [Benchmark]
    public void DecodeToDetectorSize()
    {
        _decoder.Decode(_bytes, 640, out var picture);
        picture!.Dispose();
    }

    [Benchmark]
    public void Preprocess() =>
        LetterboxKernel.Run(_picture, Letterbox.Fit(_picture.Width, _picture.Height, 640, 640).Cut(32), new Normalization(Scrfd), _canvas);

    [Benchmark]
    public void Warp() =>
        WarpKernel.Run(_picture, FaceAlignment.BoxToCrop(new Box(100, 100, 220, 220), 112), 112, new Normalization(Scrfd), _crop);
}
