using Argus.Jobs.Http;

namespace Argus.Jobs.Media;

/// <summary>A video as a file on disk, or why there is none: one of the two is there. To be disposed of, which deletes a file that was fetched for this only.</summary>
/// <param name="path">Where it is.</param>
/// <param name="isCopy">Whether it goes with this.</param>
/// <param name="fault">Why there is none.</param>
internal sealed class MediaVideo(string? path, bool isCopy, Fault? fault) : IDisposable
{
    /// <summary>Where it is; null where there is a fault.</summary>
    public string? Path => path;

    /// <summary>Why there is none.</summary>
    public Fault? Fault => fault;

    /// <summary>A file that stays.</summary>
    public static MediaVideo At(string path) => new(path, isCopy: false, null);

    /// <summary>A file that goes with this.</summary>
    public static MediaVideo Copy(string path) => new(path, isCopy: true, null);

    /// <summary>There is none.</summary>
    public static MediaVideo Of(Fault fault) => new(null, isCopy: false, fault);

    /// <summary>There is none, and there will be none.</summary>
    public static MediaVideo Missing(string why) => Of(Fault.Final(why));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isCopy)
            File.Delete(path!);
    }
}
