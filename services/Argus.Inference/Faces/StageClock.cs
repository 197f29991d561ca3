using System.Diagnostics;

namespace Argus.Inference.Faces;

/// <summary>Adds the time since the last call to a stage.</summary>
internal struct StageClock
{
    private long _last;
    private long _decode, _preprocess, _infer, _postprocess;

    public static StageClock Start() => new() { _last = Stopwatch.GetTimestamp() };

    public readonly StageTimes Times => new(
        Stopwatch.GetElapsedTime(0, _decode), Stopwatch.GetElapsedTime(0, _preprocess), Stopwatch.GetElapsedTime(0, _infer), Stopwatch.GetElapsedTime(0, _postprocess));

    public void Decoded() => _decode += Lap();

    public void Preprocessed() => _preprocess += Lap();

    public void Inferred() => _infer += Lap();

    public void Postprocessed() => _postprocess += Lap();

    private long Lap()
    {
        long now = Stopwatch.GetTimestamp();
        long lap = now - _last;
        _last = now;
        return lap;
    }
}
