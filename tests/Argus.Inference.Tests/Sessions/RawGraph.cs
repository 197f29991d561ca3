using Argus.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Tests.Sessions;

/// <summary>Runs ONNX bytes as they are, for comparison.</summary>
internal static class RawGraph
{
    public static float[][] Run(byte[] graph, WarmInput input)
    {
        OnnxRuntimeLibrary.Use(null);
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(graph, options);
        return [.. DeviceLoader.Run(session, [input])];
    }

    public static float LargestDifference(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
    }
}
