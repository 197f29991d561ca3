using Microsoft.Win32.SafeHandles;

namespace Argus.Data.Vectors.Embedded;

/// <summary>A file of frames. It stays readable while somebody refers to it, even when it was deleted.</summary>
internal sealed class SegmentFile
{
    private readonly SafeFileHandle _handle;

    private SegmentFile(string path, FileMode mode)
    {
        Path = path;
        _handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Bytes that are written wholly; what lies behind them is void.</summary>
    public long Length { get; private set; }

    /// <summary>Where the body of the last frame that was appended starts.</summary>
    public long LastBody { get; private set; }

    /// <summary>Of the last frame.</summary>
    public ulong Sequence { get; private set; }

    public static SegmentFile Create(string path) => new(path, FileMode.Create);

    public static SegmentFile Open(string path) => new(path, FileMode.Open);

    /// <summary>Where it fails, what was written before stays as it was, and the next frame takes the place of this.</summary>
    /// <returns>The body, as long as the frame is not cleared.</returns>
    public ReadOnlySpan<byte> Append(FrameWriter frame, bool flush)
    {
        var bytes = frame.Finish(Sequence + 1);
        RandomAccess.Write(_handle, bytes, Length);
        if (flush)
            Flush();
        LastBody = Length + Frame.HeadBytes;
        Length += bytes.Length;
        Sequence++;
        return bytes[Frame.HeadBytes..];
    }

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Read(long offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_handle, bytes, offset);
            if (read == 0)
                throw new VectorStoreRefusedException($"{Path} is damaged: it ends before byte {offset}.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <summary>Everything behind is cut off.</summary>
    public void CutAt(long length, ulong sequence)
    {
        if (RandomAccess.GetLength(_handle) != length)
            RandomAccess.SetLength(_handle, length);
        Length = length;
        Sequence = sequence;
    }
}
