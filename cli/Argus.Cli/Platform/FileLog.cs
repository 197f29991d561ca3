using Argus.Cli.Hosting;

namespace Argus.Cli.Platform;

/// <summary>A log that is a file.</summary>
internal static class FileLog
{
    /// <summary>Shows it, and returns the exit code.</summary>
    /// <param name="path">The file.</param>
    /// <param name="follow">Whether to go on with what is written from now on.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<int> ShowAsync(string path, bool follow, CancellationToken cancel)
    {
        if (!File.Exists(path))
            return Terminal.Fail("There is no log yet; ./argus up makes one.");
        using var changed = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Changed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = follow;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using Stream output = Console.OpenStandardOutput();
        try
        {
            await file.CopyToAsync(output, cancel);
            while (follow && !OutputPipe.IsUnread)
            {
                await changed.WaitAsync(cancel);
                // A cluster that starts again starts its log again.
                if (file.Length < file.Position)
                    file.Position = 0;
                await file.CopyToAsync(output, cancel);
                await output.FlushAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how -f ends.
        }

        return Terminal.Ok;
    }
}
