using Argus.Inference.Sessions;
using Argus.Testing;

namespace Argus.Inference.Tests.Sessions;

public sealed class RecognizerRunnerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_SomeRowsOfABuffer_GivesTheirVectors()
    {
        using var session = ModelSession.Load(_folder.Save(TinyGraph.Projection(12, 4)), new HardwareOptions());

        AssertRowsAreIndependent(new RecognizerRunner(session, [12], 4), 11, 1e-6f);
    }

    [Fact]
    public void Run_OutputTooSmall_IsRefused()
    {
        using var session = ModelSession.Load(_folder.Save(TinyGraph.Projection(12, 4)), new HardwareOptions());
        var runner = new RecognizerRunner(session, [12], 4);
        using var crops = FloatPool.Shared.Rent(24);

        Assert.Throws<ArgumentOutOfRangeException>(() => runner.Run(crops, 2, new float[7]));
    }

    [Fact]
    public void Run_CallerGone_DoesNotRun()
    {
        using var session = ModelSession.Load(_folder.Save(TinyGraph.Projection(12, 4)), new HardwareOptions());
        var runner = new RecognizerRunner(session, [12], 4);
        using var crops = FloatPool.Shared.Rent(12);

        Assert.Throws<OperationCanceledException>(() => runner.Run(crops, 1, new float[4], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Create_DetectorInsteadOfRecognizer_IsRefused()
    {
        using var session = ModelSession.Load(_folder.Save(TinyGraph.Head()), new HardwareOptions());

        Assert.Throws<ModelLoadException>(() => new RecognizerRunner(session, [3, 112, 112], 128));
    }

    [DataFact]
    public void Run_MobileFaceNet_GivesEachCropTheSameVectorInAnyCompany()
    {
        using var session = ModelSession.Load(TestData.At("models", "mobilefacenet", "mobilefacenet.onnx"), new HardwareOptions());

        AssertRowsAreIndependent(new RecognizerRunner(session, [3, 112, 112], 128), 6, 1e-4f);
    }

    private static void AssertRowsAreIndependent(RecognizerRunner runner, int rows, float tolerance)
    {
        using var crops = FloatPool.Shared.Rent(rows * runner.RowLength);
        WarmInput.Synthetic(rows, runner.RowLength).Values.CopyTo(crops.Span(rows * runner.RowLength));
        var together = new float[rows * runner.VectorLength];
        var single = new float[runner.VectorLength];

        runner.Run(crops, rows, together);

        for (int row = 0; row < rows; row++)
        {
            runner.Run(crops, row, 1, single);
            Assert.InRange(RawGraph.LargestDifference(single, together[(row * runner.VectorLength)..((row + 1) * runner.VectorLength)]), 0, tolerance);
        }
    }
}
