using System.Collections.Immutable;
using Argus.Inference.Images;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Images;

public sealed class ImageEncoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argus-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Encode_Picture_IsTheUnitVectorOfTheGraph()
    {
        using var encoder = ImageEncoder.Load(Pack(dimension: 3), new HardwareOptions(), new ImageLimits());
        // Flat colour: each channel's mean is its normalised value, here 3, 4 and 0.
        byte[] flat = [.. Enumerable.Repeat(new byte[] { 16, 18, 10 }, 40 * 30).SelectMany(p => p)];

        Assert.Null(encoder.Encode(PngWriter.Encode(flat, 40, 30), out var embedding));

        Assert.Equal(3, encoder.Dimension);
        Assert.Equal([0.6f, 0.8f, 0f], embedding!.Select(v => MathF.Round(v, 5)));
    }

    [Fact]
    public void Encode_NotAPicture_IsTheFault()
    {
        using var encoder = ImageEncoder.Load(Pack(dimension: 3), new HardwareOptions(), new ImageLimits());

        Assert.Equal(ImageFaultKind.UnsupportedFormat, encoder.Encode("text"u8, out var embedding)!.Kind);
        Assert.Null(embedding);
    }

    [Fact]
    public void Encode_Cancelled_Throws()
    {
        using var encoder = ImageEncoder.Load(Pack(dimension: 3), new HardwareOptions(), new ImageLimits());

        Assert.Throws<OperationCanceledException>(() => encoder.Encode(PngWriter.Encode(new byte[3], 1, 1), out _, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(512, 16, FitMode.ShortSideCenterCrop, "answers 3 values")]
    [InlineData(3, 20, FitMode.ShortSideCenterCrop, "does not take")]
    [InlineData(3, 0, FitMode.ShortSideCenterCrop, "square input")]
    [InlineData(3, 16, FitMode.Letterbox, "square input")]
    public void Load_ContractNotKept_SaysWhat(int dimension, int side, FitMode fit, string words)
    {
        var e = Assert.Throws<ModelLoadException>(() => ImageEncoder.Load(Pack(dimension, side, fit), new HardwareOptions(), new ImageLimits()));

        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PackWithoutEncoder_SaysSo()
    {
        var pack = Pack(dimension: 3) with { Files = ImmutableDictionary<ModelRole, ResolvedFile>.Empty };

        Assert.Contains("no image encoder", Assert.Throws<ModelLoadException>(() => ImageEncoder.Load(pack, new HardwareOptions(), new ImageLimits())).Message, StringComparison.Ordinal);
    }

    private ResolvedPack Pack(int dimension, int side = 16, FitMode fit = FitMode.ShortSideCenterCrop)
    {
        string path = Path.Combine(_folder, "means.onnx");
        File.WriteAllBytes(path, TinyGraph.ChannelMeans(16));
        var file = new ModelFile
        {
            Name = "means.onnx",
            Role = ModelRole.ImageEncoder,
            Sha256 = new string('0', 64),
            Input = new InputContract { Mean = [10, 10, 10], Std = [2, 2, 2], Width = side, Height = side, Fit = fit },
            Output = new OutputContract { Family = ModelFamily.Embedding, Dimension = dimension },
        };
        var pack = new ModelPack { Name = "test", License = new ModelLicense("none", true, false, null), Files = [file] };
        return new ResolvedPack(pack, ImmutableDictionary<ModelRole, ResolvedFile>.Empty.Add(file.Role, new ResolvedFile(file, path)), "sha256:0");
    }
}
