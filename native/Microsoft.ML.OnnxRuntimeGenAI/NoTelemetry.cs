using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntimeGenAI;

/// <summary>
/// Keeps onnxruntime-genai from reporting its use: it has reports of its own beside those of ONNX Runtime, with names of models, numbers of tokens and times.
/// Both look at the same variable of the environment when they begin.
/// </summary>
internal static partial class NoTelemetry
{
    // Into the environment of the process itself: what .NET sets is a copy that no native library sees.
    [ModuleInitializer]
    internal static void Apply()
    {
        try
        {
            _ = Set("ORT_DISABLE_TELEMETRY", "1", 1);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, for which there is no build that reports.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
