using Argus.LocalCluster.Node.Folders;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Volumes;

/// <summary>
/// A folder whose files change all at once: they are links through <c>..data</c>, itself a link to the newest version, which is swapped by renaming.
/// </summary>
internal static class AtomicFolder
{
    private const string Current = "..data";

    /// <summary>Makes the folder hold these files; false when it does already.</summary>
    public static bool Write(string folder, IReadOnlyList<VolumeFile> files)
    {
        Directory.CreateDirectory(folder);
        string? old = Target(folder);
        if (old is not null && IsSame(Path.Combine(folder, old), files))
            return false;

        int number = old is null ? 1 : int.Parse(old[2..], System.Globalization.CultureInfo.InvariantCulture) + 1;
        string version = $"..{number}";
        string fresh = Path.Combine(folder, version);
        // What a crash left half done.
        FolderTree.Delete(fresh);
        Directory.CreateDirectory(fresh);
        foreach (var file in files)
            WriteFile(fresh, file);
        string swap = Path.Combine(folder, "..swap");
        File.Delete(swap);
        File.CreateSymbolicLink(swap, version);
        if (LibC.Rename(swap, Path.Combine(folder, Current)) != 0)
            throw new IOException($"Cannot swap the files of {folder}.");
        Link(folder, files);
        if (old is not null)
            FolderTree.Delete(Path.Combine(folder, old));
        return true;
    }

    private static string? Target(string folder) => new FileInfo(Path.Combine(folder, Current)).LinkTarget;

    private static void WriteFile(string root, VolumeFile file)
    {
        string path = Path.GetFullPath(Path.Combine(root, file.Path));
        if (!path.StartsWith(root + "/", StringComparison.Ordinal))
            throw new IOException($"The path {file.Path} leaves its volume.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content);
        File.SetUnixFileMode(path, file.Mode);
    }

    // The names that are seen: the first part of each path leads through the current version.
    private static void Link(string folder, IReadOnlyList<VolumeFile> files)
    {
        var wanted = files.Select(file => file.Path.Split('/')[0]).ToHashSet();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (!entry.Name.StartsWith("..", StringComparison.Ordinal) && !wanted.Contains(entry.Name))
                File.Delete(entry.FullName);
        }

        foreach (string name in wanted)
        {
            string link = Path.Combine(folder, name);
            if (new FileInfo(link).LinkTarget is null)
                File.CreateSymbolicLink(link, Path.Combine(Current, name));
        }
    }

    private static bool IsSame(string version, IReadOnlyList<VolumeFile> files) =>
        Directory.Exists(version)
        && Directory.EnumerateFiles(version, "*", SearchOption.AllDirectories).Count() == files.Count
        && files.All(file => Path.Combine(version, file.Path) is var path
            && File.Exists(path)
            && File.GetUnixFileMode(path) == file.Mode
            && File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Content));
}
