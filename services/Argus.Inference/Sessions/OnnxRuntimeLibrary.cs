using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Sessions;

/// <summary>
/// Which native ONNX Runtime this process uses. Each vendor has its own build behind the same C API, so the path is configuration:
/// <see cref="HardwareOptions.RuntimeLibrary"/>, else <see cref="PathVariable"/>, else the library beside the program.
/// </summary>
internal static class OnnxRuntimeLibrary
{
    /// <summary>The environment variable with the path of <c>libonnxruntime.so</c>.</summary>
    public const string PathVariable = "ARGUS_ONNXRUNTIME_LIBRARY";

    private const string Name = "onnxruntime";
    private static readonly Lock Gate = new();
    private static string? LoadedPath;
    private static nint Handle;

    /// <summary>Loads the library. The first caller decides: a process holds one.</summary>
    /// <exception cref="ModelLoadException">The library does not load, or another one is in use.</exception>
    public static void Use(string? path)
    {
        string beside = Beside(AppContext.BaseDirectory, Name);
        path = Path.GetFullPath(path ?? Environment.GetEnvironmentVariable(PathVariable) ?? beside);
        lock (Gate)
        {
            if (LoadedPath == path)
                return;
            if (LoadedPath is not null)
                throw new ModelLoadException($"This process uses {LoadedPath} already and cannot use {path} as well.");
            if (!NativeLibrary.TryLoad(path, out Handle))
                throw new ModelLoadException($"ONNX Runtime cannot be loaded from {path}: no library of this machine's kind is there.");
            OrtEnv.DisableDllImportResolver = true;
            try
            {
                NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, Resolve);
            }
            catch (InvalidOperationException) when (path == beside)
            {
                // The API was used before, and took the library beside the program by itself: the same one.
            }

            LoadedPath = path;
            CreateEnvironment();
        }
    }

    /// <summary>Providers that the library was built with and whose own libraries lie beside it.</summary>
    public static IReadOnlySet<string> Providers()
    {
        string folder = Path.GetDirectoryName(LoadedPath)!;
        return OrtEnv.Instance().GetAvailableProviders().Where(p => p switch
        {
            ProviderNames.Cuda => File.Exists(Beside(folder, "onnxruntime_providers_cuda")),
            ProviderNames.TensorRt => File.Exists(Beside(folder, "onnxruntime_providers_tensorrt")),
            ProviderNames.MiGraphX => File.Exists(Beside(folder, "onnxruntime_providers_migraphx")),
            _ => true,
        }).ToHashSet();
    }

    // At its start ONNX Runtime 1.29 matches the command line of its process with a regular expression that recurses for every character,
    // about 250 bytes each: a thousand files on a command line would overflow a common stack and end the process.
    private static void CreateEnvironment()
    {
        int stack = (1 << 20) + (512 * File.ReadAllBytes("/proc/self/cmdline").Length);
        var thread = new Thread(Create, stack);
        thread.Start();
        thread.Join();

        static void Create()
        {
            try
            {
                OrtEnv.Instance();
            }
            catch (Exception e) when (e is OnnxRuntimeException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
            {
                // Its first use fails in the same way, where it can be told.
            }
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => name == Name ? Handle : 0;

    private static string Beside(string folder, string name) => Path.Combine(folder, $"lib{name}.so");
}
