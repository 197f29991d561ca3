using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;
using Argus.SelfTest;
using Argus.SelfTest.Drawing;

namespace Argus.Inference.Tests.SelfTest;

public sealed class SelfTestPackTests
{
    [Fact]
    public void Files_Generated_AreTheCommittedOnes()
    {
        var files = SelfTestPack.Files();
        Assert.Equal(files.Keys, Directory.GetFiles(SelfTestEngine.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        // How a PNG is packed may differ between builds of zlib; what is in it may not.
        foreach (var (name, bytes) in files.Where(f => f.Key != "face.png"))
            Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(SelfTestEngine.Folder, name))), $"{name} is not what tools/Argus.SelfTest writes");
    }

    [Fact]
    public void Picture_Committed_HasTheGeneratedPixels()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(SelfTestEngine.Folder, "face.png"));
        Assert.Null(new ImageDecoder(new ImageLimits()).Decode(file, int.MaxValue, out var picture));
        using (picture)
            Assert.True(picture!.Bytes.SequenceEqual(SamplePicture.Draw().Pixels));
        Assert.InRange(file.Length, 1, 30_000);
    }

    [Fact]
    public void Manifest_Committed_SaysThatItIsASelfTest()
    {
        var pack = PackManifest.ReadFile(Path.Combine(SelfTestEngine.Folder, "pack.yaml")).Pack!;
        Assert.True(pack.SelfTest);
        Assert.Equal([ModelRole.Detector, ModelRole.Recognizer, ModelRole.Attributes, ModelRole.ClassifierHead, ModelRole.ImageEncoder], pack.Files.Select(f => f.Role));
    }

    [Theory]
    [InlineData(64, 96)]
    [InlineData(640, 640)]
    public void Detector_AnySize_KeepsTheContractOfScrfd(int height, int width)
    {
        using var session = ModelSession.Load(Path.Combine(SelfTestEngine.Folder, "detector.onnx"), new HardwareOptions());
        Assert.Equal([1, 3, -1, -1], [.. Assert.Single(session.Inputs).Shape]);
        Assert.Equal(9, session.Outputs.Length);
        using var input = FloatPool.Shared.Rent(3 * height * width);
        input.Span(3 * height * width).Clear();
        using var outputs = session.Run(input, [1, 3, height, width]);
        for (int i = 0; i < 9; i++)
        {
            int stride = 8 << i % 3, rows = height / stride * (width / stride) * 2;
            Assert.Equal([rows, new[] { 1, 4, 10 }[i / 3]], outputs.Shape(i));
        }
    }

    [Theory]
    [InlineData("recognizer.onnx", 112, 128)]
    [InlineData("attributes.onnx", 96, 3)]
    [InlineData("encoder.onnx", 224, 512)]
    public void Graph_Batch_AnswersARowEach(string name, int side, int dimension)
    {
        using var session = ModelSession.Load(Path.Combine(SelfTestEngine.Folder, name), new HardwareOptions());
        int row = 3 * side * side;
        using var input = FloatPool.Shared.Rent(2 * row);
        for (int i = 0; i < 2 * row; i++)
            input.Span(2 * row)[i] = i % 251 * (i < row ? 1 : -1) / 100f;
        using var both = session.Run(input, [2, 3, side, side]);
        using var first = session.Run(input, [1, 3, side, side]);
        Assert.Equal([2, dimension], both.Shape(0));
        for (int i = 0; i < dimension; i++)
            Assert.Equal(first.Floats(0)[i], both.Floats(0)[i], 1e-3f);
        Assert.False(both.Floats(0)[..dimension].SequenceEqual(both.Floats(0)[dimension..]));
    }
}
