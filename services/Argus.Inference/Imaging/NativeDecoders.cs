namespace Argus.Inference.Imaging;

/// <summary>The native libraries that decode, loaded once a process.</summary>
internal static class NativeDecoders
{
    private static readonly Lazy<bool> Loaded = new(LoadAll);

    /// <summary>Loads them.</summary>
    /// <exception cref="InvalidOperationException">One is missing; the message says how to install it.</exception>
    public static void Load() => _ = Loaded.Value;

    /// <summary>Runs a first call into a library and turns its absence into a sentence.</summary>
    public static void Require(Action firstCall, string remedy)
    {
        try
        {
            firstCall();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new InvalidOperationException(remedy, e);
        }
    }

    private static bool LoadAll()
    {
        Require(TurboJpeg.Load, $"{TurboJpeg.Library} is not installed: apt-get install libturbojpeg0");
        Require(LibVips.Load, $"{LibVips.Library} is not beside the program: run npm ci --ignore-scripts and build again");
        return true;
    }
}
