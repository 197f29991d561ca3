using System.Net.Http.Headers;

namespace Argus.Inference.Models;

/// <summary>A download that is not complete: the bytes so far, and beside them the version of the resource they are from. Both outlive the process.</summary>
internal sealed class PartialFile(string path)
{
    private readonly string _tag = path + ".tag";

    public string Path => path;

    public long Length => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Whether the bytes come from more than one answer, and so may not belong together.</summary>
    public bool IsPieced { get; private set; } = File.Exists(path);

    public FileStream Append()
    {
        IsPieced |= Length > 0;
        return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public void Delete()
    {
        File.Delete(path);
        File.Delete(_tag);
        IsPieced = false;
    }

    /// <summary>Keeps the version; only a strong one can vouch for a part.</summary>
    public void SaveTag(Uri url, EntityTagHeaderValue? tag)
    {
        if (tag is { IsWeak: false })
            File.WriteAllText(_tag, $"{url}\n{tag.Tag}");
    }

    /// <summary>The version of the bytes so far, if they are from this address; else the hash at the end must do.</summary>
    public EntityTagHeaderValue? TagOf(Uri url) =>
        File.Exists(_tag) && File.ReadAllText(_tag).Split('\n') is [var from, var tag] && from == url.ToString() && EntityTagHeaderValue.TryParse(tag, out var parsed)
            ? parsed
            : null;

    /// <summary>Bytes free where the file lies, or null where that cannot be told.</summary>
    public long? FreeBytes()
    {
        try
        {
            return new DriveInfo(System.IO.Path.GetDirectoryName(path)!).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Makes it the finished file: on the disk first, under its name then, so that the name never stands for half a file.</summary>
    public void Publish(string target)
    {
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        File.Move(path, target, overwrite: true);
        File.Delete(_tag);
    }
}
