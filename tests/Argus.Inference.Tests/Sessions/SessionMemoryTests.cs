using Argus.Inference.Sessions;
using Argus.Testing;

namespace Argus.Inference.Tests.Sessions;

/// <summary>Measures the memory of the whole process, so that no other test may run beside it.</summary>
[Collection(nameof(SessionMemoryTests))]
[CollectionDefinition(nameof(SessionMemoryTests), DisableParallelization = true)]
public sealed class SessionMemoryTests
{
    [DataFact]
    public void Run_ManyShapesManyTimes_KeepsMemoryFlat()
    {
        using var session = ModelSession.Load(TestData.At("models", "scrfd", "det_500m.onnx"), new HardwareOptions());
        var random = new Random(5);
        void Runs(int count)
        {
            for (int i = 0; i < count; i++)
            {
                int height = 32 * random.Next(1, 7), width = 32 * random.Next(1, 7);
                using var input = FloatPool.Shared.Rent(3 * height * width);
                input.Span(3 * height * width).Fill(i % 7 / 7f);
                using var outputs = session.Run(input, [1, 3, height, width]);
                Assert.Equal(height * width / 32, outputs.Floats(0).Length);
            }
        }

        Runs(400);
        long before = ResidentBytes();
        Runs(2000);

        Assert.InRange(ResidentBytes() - before, long.MinValue, 12 << 20);
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        string pages = File.ReadAllText("/proc/self/statm").Split(' ')[1];
        return long.Parse(pages) * Environment.SystemPageSize;
    }
}
