namespace Argus.Inference.Models;

/// <summary>Lets one process at a time write a file of the cache. The empty lock file stays: deleting it would let two in.</summary>
internal static class CacheLock
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until the lock is free and takes it; disposing the result gives it back, as does the end of the process.</summary>
    /// <param name="target">The file to be written.</param>
    /// <param name="time">Paces the looks; the kernel tells nobody when a file lock of another process becomes free.</param>
    /// <param name="waiting">Called once if somebody else holds it.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    public static async Task<IDisposable> TakeAsync(string target, TimeProvider time, Action waiting, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        for (bool first = true; ; first = false)
        {
            try
            {
                return new FileStream(target + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (first)
                    waiting();
                await Task.Delay(Look, time, cancel);
            }
        }
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows; any other error will not go away by waiting.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
