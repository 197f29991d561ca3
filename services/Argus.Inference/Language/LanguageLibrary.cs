using Microsoft.ML.OnnxRuntimeGenAI;

namespace Argus.Inference.Language;

/// <summary>
/// Beginning and end of models in onnxruntime-genai. Left to the end of the process itself, the library takes its parts down in an order in which
/// those of ONNX Runtime may be gone already; its header says to shut it down before.
/// </summary>
internal static class LanguageLibrary
{
    private static readonly Lock Gate = new();
    private static int Models;
    private static bool Registered;

    /// <summary>Loads something of the library, one at a time.</summary>
    public static T Load<T>(Func<T> load)
    {
        lock (Gate)
        {
            if (!Registered)
            {
                Registered = true;
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => ShutDown();
            }

            var loaded = load();
            Models++;
            return loaded;
        }
    }

    /// <summary>Takes down what was loaded, one at a time.</summary>
    public static void Unload(Action unload)
    {
        lock (Gate)
        {
            unload();
            Models--;
        }
    }

    private static void ShutDown()
    {
        lock (Gate)
        {
            // With a model alive it would be the fault that it is to keep away.
            if (Models == 0)
                new OgaHandle().Dispose();
        }
    }
}
