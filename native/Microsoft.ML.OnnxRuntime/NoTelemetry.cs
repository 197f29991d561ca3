using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// Keeps ONNX Runtime from reporting its use. From 1.29 on the libraries for Linux do that unless ORT_DISABLE_TELEMETRY is set before they begin:
/// they keep an identifier of the machine below ~/.cache/Microsoft and send names and hashes of models, hardware and times to mobile.events.data.microsoft.com.
/// </summary>
internal static partial class NoTelemetry
{
    // Into the environment of the process itself: what .NET sets is a copy that no native library sees, and that is where the package's own source sets it.
    [ModuleInitializer]
    internal static void Apply()
    {
        try
        {
            _ = Set("ORT_DISABLE_TELEMETRY", "1", 1);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, for which there is no build of ONNX Runtime that reports.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
