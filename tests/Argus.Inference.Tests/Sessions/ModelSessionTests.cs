using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Sessions;

public sealed class ModelSessionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_OnTheCpu_RunsAndSaysSo()
    {
        string path = _folder.Save(TinyGraph.Head());
        using var session = ModelSession.Load(path, new HardwareOptions(), WarmInput.Synthetic(1, 5, 4, 4));
        using var input = FloatPool.Shared.Rent(5 * 6 * 4);
        input.Span(5 * 6 * 4).Fill(0.5f);

        using var outputs = session.Run(input, [1, 5, 6, 4]);

        Assert.Equal([48, 1], outputs.Shape(0));
        Assert.Equal(48 * 10 / 2 * 2, outputs.Floats(2).Length);
        Assert.Equal([ProviderNames.Cpu], session.Audit.Actual.ToArray());
        Assert.Empty(session.Audit.FallbackNodes);
        Assert.False(session.IsOnDevice);
        Assert.False(session.Audit.IsFallback);
        Assert.Equal(["score", "box", "point"], session.Outputs.Select(o => o.Name));
    }

    [Fact]
    public void Load_GpuNotThere_IsRefusedUnlessFallbackIsAllowed()
    {
        string path = _folder.Save(TinyGraph.Head());
        var warm = WarmInput.Synthetic(1, 5, 4, 4);
        var hardware = new HardwareOptions { Target = HardwareTarget.Nvidia };

        Assert.Throws<ModelLoadException>(() => ModelSession.Load(path, hardware, warm));
        using var session = ModelSession.Load(path, hardware with { Fallback = FallbackPolicy.Cpu }, warm);

        Assert.Equal([ProviderNames.Cuda], session.Audit.Requested.ToArray());
        Assert.Equal([ProviderNames.Cpu], session.Audit.Actual.ToArray());
        Assert.NotEmpty(session.Audit.Warnings);
        Assert.True(session.Audit.IsFallback);
    }

    [Fact]
    public void Load_BytesThatAreNoGraph_AreRefusedByFileName()
    {
        string garbage = _folder.Save([1, 2, 3, 4]), empty = _folder.Save([]);

        foreach (string path in (string[])[garbage, empty, Path.Combine(_folder.FullName, "missing.onnx")])
        {
            var refused = Assert.Throws<ModelLoadException>(() => ModelSession.Load(path, new HardwareOptions()));
            Assert.Contains(Path.GetFileName(path), refused.Message);
        }
    }

    [Fact]
    public void Load_AnyByteFlippedOrCut_LoadsOrIsRefused()
    {
        byte[] graph = TinyGraph.Head();
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 200; i++)
        {
            byte[] broken = i % 2 == 0 ? graph[..random.Next(graph.Length)] : [.. graph];
            if (i % 2 == 1)
                broken[random.Next(600)] ^= (byte)(1 << random.Next(8));
            string path = _folder.Save(broken);
            try
            {
                ModelSession.Load(path, new HardwareOptions()).Dispose();
            }
            catch (ModelLoadException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 200);
    }

    [Fact]
    public void Use_AnotherLibraryThanTheOneInUse_IsRefused()
    {
        OnnxRuntimeLibrary.Use(null);

        Assert.Throws<ModelLoadException>(() => OnnxRuntimeLibrary.Use(Path.Combine(_folder.FullName, "libonnxruntime.so")));
        Assert.Contains(ProviderNames.Cpu, OnnxRuntimeLibrary.Providers());
    }

    [Fact]
    public void LoadOnDevice_ProviderThatIsTheCpu_IsFoundOutByItsNodes()
    {
        OnnxRuntimeLibrary.Use(null);
        var source = GraphSource.Open(_folder.Save(TinyGraph.Head()));
        var plan = new ProviderPlan([ProviderNames.Cuda], [ProviderNames.Cpu], []);
        WarmInput[] warm = [WarmInput.Synthetic(1, 5, 4, 4)];

        var refused = Assert.Throws<ModelLoadException>(() => DeviceLoader.Load("tiny", source, new HardwareOptions(), plan, warm));
        Assert.Contains("Conv", refused.Message);

        var (session, audit) = DeviceLoader.Load("tiny", source, new HardwareOptions { Fallback = FallbackPolicy.Cpu }, plan, warm);
        session.Dispose();
        Assert.Contains(audit.FallbackNodes, n => n.StartsWith("Conv", StringComparison.Ordinal));
        Assert.Equal([ProviderNames.Cpu], audit.Actual.ToArray());
    }
}
