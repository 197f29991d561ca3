using System.IO.Enumeration;

namespace Argus.Cli.Pictures;

/// <summary>Turns what was typed into files.</summary>
internal static class PictureFiles
{
    /// <summary>What can be typed, for help texts.</summary>
    public const string Help = "Pictures, folders of pictures (searched to the bottom), or patterns.";

    /// <summary>What to say where folders hold none.</summary>
    public const string NoneThere = "There are no pictures in that folder.";

    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif"];

    /// <summary>
    /// A file stays as typed, also where it is missing (its reader says so); a folder becomes the pictures below it, a pattern (* and ? in
    /// the last part) the files that match, both sorted.
    /// </summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments) => [.. arguments.SelectMany(Expand)];

    private static IEnumerable<string> Expand(string argument)
    {
        if (Directory.Exists(argument))
            return Below(argument).Where(IsPicture).Order(StringComparer.Ordinal);
        if (File.Exists(argument) || Path.GetFileName(argument).AsSpan().IndexOfAny('*', '?') < 0)
            return [argument];

        string folder = Path.GetDirectoryName(argument) is { Length: > 0 } named ? named : ".";
        string[] matches = Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(argument)) : [];
        // As the shell does: a pattern that matches nothing stands for itself, and is then reported as missing.
        return matches.Length == 0 ? [argument] : matches.Order(StringComparer.Ordinal).Select(m => folder == "." ? Path.GetFileName(m) : m);
    }

    // Links to folders are not followed: they may lead back up.
    private static FileSystemEnumerable<string> Below(string folder) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    private static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
