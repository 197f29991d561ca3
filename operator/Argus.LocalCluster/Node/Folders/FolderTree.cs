namespace Argus.LocalCluster.Node.Folders;

/// <summary>Folders that pods wrote in, and may have left in any state.</summary>
internal static class FolderTree
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Removes a folder with all that is in it, also where folders in it were made read-only. Links are removed and never followed. A folder that is not there is fine.</summary>
    /// <exception cref="IOException">Something of it is left; what could be removed is gone.</exception>
    public static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            Open(folder);
            DeleteOpened(folder);
        }
    }

    private static void DeleteOpened(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException) when (!Directory.Exists(folder))
        {
            // Somebody else was quicker.
        }
        catch (Exception error) when (error is not IOException && IsRefusal(error))
        {
            throw new IOException($"{folder}: {error.Message}", error);
        }
    }

    // Who may not write in a folder cannot remove what is in it, even where all of it is his own.
    private static void Open(string folder)
    {
        var left = new Stack<string>([folder]);
        while (left.TryPop(out string? path))
        {
            try
            {
                if (IsLink(path))
                    continue;
                var mode = File.GetUnixFileMode(path);
                if ((mode & Own) != Own)
                    File.SetUnixFileMode(path, mode | Own);
                foreach (string below in Directory.EnumerateDirectories(path))
                    left.Push(below);
            }
            catch (Exception error) when (IsRefusal(error))
            {
                // What stays closed is named when it cannot be removed; the rest of it may go.
            }
        }
    }

    // Folders in each other whose path is longer than the kernel takes at once are an empty name to .NET.
    private static bool IsRefusal(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentException;

    private static bool IsLink(string path) => (new DirectoryInfo(path).Attributes & FileAttributes.ReparsePoint) != 0;
}
