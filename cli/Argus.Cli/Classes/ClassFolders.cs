using Argus.Cli.Pictures;

namespace Argus.Cli.Classes;

/// <summary>Reads classes off the names of folders.</summary>
internal static class ClassFolders
{
    /// <summary>All photos below a folder's folders, by class and then by path.</summary>
    /// <returns>The photos, or why there are none that centroids can be made from.</returns>
    public static (IReadOnlyList<ClassPhoto> Photos, string? Fault) Read(string folder)
    {
        if (!Directory.Exists(folder))
            return ([], $"There is no folder '{folder}'. It must hold a folder of photos for each class.");
        try
        {
            string[] classes = [.. Directory.GetDirectories(folder).Where(d => !Path.GetFileName(d).StartsWith('.')).Order(StringComparer.Ordinal)];
            ClassPhoto[] photos = [.. classes.SelectMany(c => PictureFiles.Expand([c]).Select(p => new ClassPhoto(Path.GetFileName(c), p)))];
            string[] empty = [.. classes.Select(c => Path.GetFileName(c)!).Except(photos.Select(p => p.Class), StringComparer.Ordinal)];
            return empty.Length > 0 ? ([], $"There are no pictures in '{Path.Combine(folder, empty[0])}': a class needs at least one.")
                : classes.Length < 2 ? ([], $"'{folder}' holds {classes.Length} folders: it needs one for each class, and at least two.")
                : (photos, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], e.Message);
        }
    }
}
