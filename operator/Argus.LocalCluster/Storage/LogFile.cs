using Microsoft.Win32.SafeHandles;

namespace Argus.LocalCluster.Storage;

/// <summary>The file to which changes are appended. A change is in it whole or not at all.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly MemoryStream _buffer = new();

    private LogFile(string path, SafeFileHandle file, long length)
    {
        Path = path;
        _file = file;
        Length = length;
    }

    public string Path { get; }

    /// <summary>Bytes that are known to be good.</summary>
    public long Length { get; private set; }

    /// <summary>Opens or begins a log; what lies beyond <paramref name="length"/> is cut off.</summary>
    public static LogFile Open(string path, long length)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (RandomAccess.GetLength(file) > length)
            RandomAccess.SetLength(file, length);
        return new LogFile(path, file, length);
    }

    /// <summary>Appends a record; returns why it could not be, or null.</summary>
    public string? Append(in LogRecord record)
    {
        _buffer.SetLength(0);
        record.WriteTo(_buffer);
        try
        {
            RandomAccess.Write(_file, _buffer.GetBuffer().AsSpan(0, (int)_buffer.Length), Length);
            Length += _buffer.Length;
            return null;
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // The second is what a file over the size limit of the process gives.
            // A half-written record would be followed by whole ones once there is room again.
            TryCut();
            return e.Message;
        }
    }

    /// <summary>Forces what was appended to the disk.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose()
    {
        _file.Dispose();
        _buffer.Dispose();
    }

    private void TryCut()
    {
        try
        {
            RandomAccess.SetLength(_file, Length);
        }
        catch (IOException)
        {
            // The next record is written over the torn one, at the same place.
        }
    }
}
