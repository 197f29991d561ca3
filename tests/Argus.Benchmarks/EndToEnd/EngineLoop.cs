using Argus.Inference.Faces;
using Argus.Inference.Models;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>The engine in this process, from encoded picture to vectors, one thread a core.</summary>
internal sealed class EngineLoop(ResolvedPack pack, byte[] photo) : Load
{
    private static readonly AnalyzeRequest Request = new() { Attributes = false };
    private readonly FaceEngine _engine = FaceEngine.Load(pack, new FaceEngineOptions());

    public override string Name => "engine in process";

    public override int InFlight => Environment.ProcessorCount;

    public override void Dispose() => _engine.Dispose();

    protected override void One(int thread)
    {
        if (_engine.Analyze(photo, Request, out _) is { } fault)
            throw new InvalidOperationException(fault.Detail);
    }
}
