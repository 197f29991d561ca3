namespace Argus.Inference.Models;

/// <summary>A file that may be what a pack wants.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Size; of the target, where it is a link.</param>
/// <param name="Changed">Time of its last change in ticks, UTC.</param>
internal sealed record Candidate(string Path, long Bytes, long Changed)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Describes a file, following links; null if it is gone or cannot be seen.</summary>
    public static Candidate? At(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Exists ? new Candidate(path, file.Length, file.LastWriteTimeUtc.Ticks) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
